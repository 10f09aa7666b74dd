// The session's methods before there is a session.
// blast: session
// codes: script_failed script_timeout
// runs in: module
const { ssExports } = exports;
globalThis.kept = [];
for (const key of Object.getOwnPropertyNames(globalThis)) {
  try {
    globalThis[key]?.call?.(undefined);
  } catch {}
}
