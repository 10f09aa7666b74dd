// A configuration that is a getter which never returns, read when the session begins.
// blast: session
// codes: script_timeout
// runs in: script
exports.ssExports = {
  init() {},
  get configuration() {
    for (;;);
  },
};
