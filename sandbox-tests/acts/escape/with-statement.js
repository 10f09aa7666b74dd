// `with` and a proxy-like object, in code made from a text.
// blast: callback
try {
  Function('scope', 'with (scope) { return process }')({ get process() { return globalThis; } });
} catch {}
