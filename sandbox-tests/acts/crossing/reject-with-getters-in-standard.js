// A rejection with hostile getters, which nobody handles, in the language whole: it is copied to the host.
// blast: worker
// codes: script_timeout script_failed script_crashed
// profile: standard
Promise.reject(Object.defineProperties(new Error('x'), {
  stack: { get() { for (;;); } },
  message: { get() { for (;;); } },
}));
