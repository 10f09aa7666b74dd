// @ts-check
// The smallest script worth running. Players reach each other without it: what they send to a player, to a group
// or to everybody is relayed by the server itself, because no callback here asks to see it first.

/** @type {import('playpen/script').RealtimeSession} */
let session;

/** @type {import('playpen/script').RealtimeScript} */
const script = {
  configuration: { maxPlayers: 16 },

  init(rtSession) {
    session = rtSession;
  },

  onPlayerAccepted(player) {
    session.getLogger().info(`player ${player.peerId} joined; ${session.getPlayers().size} here`);
  },

  onPlayerDisconnect(peerId) {
    // The one who leaves is still counted.
    session.getLogger().info(`player ${peerId} left; ${session.getPlayers().size - 1} here`);
  },
};

exports.ssExports = script;
