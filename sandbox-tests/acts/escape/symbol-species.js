// Symbol.species and Symbol.iterator of everything replaced.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (const holder of [Array, Map, Set, Promise, RegExp, ArrayBuffer, Object.getPrototypeOf(Uint8Array)]) {
  try {
    Object.defineProperty(holder, Symbol.species, {
      get() {
        return function () {
          return new Uint8Array(8);
        };
      },
    });
  } catch {}
}
Array.prototype[Symbol.iterator] = function* () {
  for (;;) yield 0;
};
