// A rejection with a proxy that never answers, which nobody handles, in the language whole.
// blast: worker
// codes: script_timeout script_failed script_crashed
// profile: standard
Promise.reject(new Proxy(new Error('x'), {
  get() {
    for (;;);
  },
  getOwnPropertyDescriptor() {
    for (;;);
  },
}));
