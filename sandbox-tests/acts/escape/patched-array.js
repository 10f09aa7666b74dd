// Array's methods replaced by such that never return, in the language whole.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (const name of Object.getOwnPropertyNames(Array.prototype)) {
  try {
    Array.prototype[name] = function () {
      for (;;);
    };
  } catch {}
}
