// Callbacks that are getters which never return.
// blast: session
// codes: script_timeout
// runs in: script
exports.ssExports = {
  init() {},
  get onMessage() {
    for (;;);
  },
};
