// WebAssembly's memory in the language whole, if it is there.
// blast: callback
// profile: standard
if (typeof WebAssembly !== 'undefined') for (;;) kept.push(new WebAssembly.Memory({ initial: 10_000 }));
