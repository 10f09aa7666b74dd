// Every global deleted.
// blast: session
// codes: script_timeout script_failed
for (const name of Object.getOwnPropertyNames(globalThis)) {
  try {
    delete globalThis[name];
  } catch {}
}
