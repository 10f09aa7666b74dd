// A configuration whose numbers are none, negative, or larger than any.
// blast: session
// codes: script_failed script_timeout
// runs in: script
let session;
exports.ssExports = {
  configuration: { maxPlayers: { valueOf: () => 1e9 }, pingIntervalTime: -1 },
  init(rtSession) {
    session = rtSession;
  },
  onMessage(message) {
    session.sendReliableMessage(session.newTextGameMessage(999, -1, 'alive'), message.sender);
  },
};
