// An error whose message is a getter that never returns, thrown to whoever describes it.
// blast: session
// codes: script_timeout
throw Object.defineProperty(new Error('x'), 'message', {
  get() {
    for (;;);
  },
});
