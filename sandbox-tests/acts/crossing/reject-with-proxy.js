// A rejection with a proxy that never answers, which nobody handles, in the language whole.
// blast: session
// codes: script_timeout script_failed
// profile: standard
Promise.reject(new Proxy(new Error('x'), {
  get() {
    for (;;);
  },
  getOwnPropertyDescriptor() {
    for (;;);
  },
}));
