// `module.exports` is a getter that never returns.
// blast: session
// codes: script_timeout script_failed
// runs in: script
Object.defineProperty(module, 'exports', {
  get() {
    for (;;);
  },
});
