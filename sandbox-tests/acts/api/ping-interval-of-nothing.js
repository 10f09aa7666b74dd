// A keep-alive interval of a millisecond, to have the relay host ping without a pause.
// blast: callback
// runs in: script
let session;
exports.ssExports = {
  configuration: { maxPlayers: 2_000_000_000, pingIntervalTime: 1 },
  init(rtSession) {
    session = rtSession;
  },
  onMessage(message) {
    session.sendReliableMessage(session.newTextGameMessage(999, -1, 'alive'), message.sender);
  },
};
