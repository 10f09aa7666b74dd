// An error whose stack is a getter that never returns.
// blast: session
// codes: script_timeout
throw Object.defineProperty(new Error('x'), 'stack', {
  get() {
    for (;;);
  },
});
