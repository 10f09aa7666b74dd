// An error with hostile getters, thrown while the module is evaluated: it is described for whoever publishes it.
// blast: session
// codes: script_failed script_timeout
// runs in: module
throw Object.defineProperties(new Error('x'), {
  stack: { get() { for (;;); } },
  message: { get() { for (;;); } },
});
