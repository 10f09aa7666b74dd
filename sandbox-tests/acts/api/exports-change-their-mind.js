// A callback that is a function when the script is described, and something else each time it is called.
// blast: callback
// codes: script_failed
// runs in: script
let session;
let reads = 0;
exports.ssExports = {
  init(rtSession) {
    session = rtSession;
  },
  onMessage(message) {
    if (message.opCode === 999) session.sendReliableMessage(session.newTextGameMessage(999, -1, 'alive'), message.sender);
  },
  get onPlayerAccepted() {
    return ++reads % 2 === 0 ? { call: 1 } : () => {};
  },
};
