// A thrown proxy that never answers, in the language whole.
// blast: session
// codes: script_timeout
// profile: standard
throw new Proxy({}, {
  get() {
    for (;;);
  },
  getPrototypeOf() {
    for (;;);
  },
  ownKeys() {
    for (;;);
  },
});
