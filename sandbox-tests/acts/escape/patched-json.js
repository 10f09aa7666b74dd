// JSON and Math replaced.
// blast: session
// codes: script_timeout script_failed
// profile: standard
globalThis.JSON = { parse() { for (;;); }, stringify() { for (;;); } };
for (const name of Object.getOwnPropertyNames(Math)) {
  try {
    Math[name] = () => NaN;
  } catch {}
}
