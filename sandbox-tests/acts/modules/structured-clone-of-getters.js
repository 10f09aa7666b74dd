// structuredClone of an object whose getters never return.
// blast: session
// codes: script_timeout
structuredClone({
  get a() {
    for (;;);
  },
});
