// @ts-check
// What a server runs that is put to the conformance suite. It uses only what Amazon's script API has, save for `KICK`.
// The numbers are those of `op-codes.ts`.

/** From players: the message comes back as fast. One with any other number comes back reliably. */
const ECHO_FAST = 2;
/** From players: the script answers with what it knows of the sender, as JSON. */
const WHO_AM_I = 3;
/** From players: the script ends their connection. */
const KICK = 4;
/** From players: the script sends the payload to everybody. */
const TELL_ALL = 5;
/** To a player, before its login is answered or right after. */
const GREETING = 10;

/** Groups that nobody gets into, and that nobody gets out of. */
const CLOSED_GROUP = 13;
const STICKY_GROUP = 14;

/** @type {import('playpen/script').RealtimeSession} */
let session;
/** Connection payloads by peer id. @type {Map<number, string>} */
const payloads = new Map();

/** @param {number} opCode @param {import('playpen/script').MessageContent} payload */
const messageOf = (opCode, payload) => session.newBinaryGameMessage(opCode, session.getServerId(), payload);

/** @param {import('playpen/script').GameMessage} message */
const isAllowed = message => message.getPayloadAsText() !== 'forbidden';

/** @type {import('playpen/script').RealtimeScript} */
const script = {
  init(rtSession) {
    session = rtSession;
  },

  onPlayerConnect(message) {
    const payload = message.getPayloadAsText();
    payloads.set(message.peerId, payload);
    return payload !== 'refuse me';
  },

  onPlayerAccepted(player) {
    if (payloads.get(player.peerId) !== 'greet me') return;
    session.sendReliableMessage(messageOf(GREETING, Buffer.from('welcome')), player.peerId);
  },

  onPlayerDisconnect(peerId) {
    payloads.delete(peerId);
  },

  onMessage({ opCode, sender, payload }) {
    switch (opCode) {
      case ECHO_FAST:
        return session.sendMessage(messageOf(ECHO_FAST, payload), sender);
      case WHO_AM_I: {
        const known = JSON.stringify({ peerId: sender, payload: payloads.get(sender) });
        return session.sendReliableMessage(messageOf(WHO_AM_I, Buffer.from(known)), sender);
      }
      case KICK:
        return session.disconnectPlayer(sender);
      case TELL_ALL:
        return session.sendReliableGroupMessage(messageOf(TELL_ALL, payload), session.getAllPlayersGroupId());
      default:
        return session.sendReliableMessage(messageOf(opCode, payload), sender);
    }
  },

  onSendToPlayer: isAllowed,
  onSendToGroup: isAllowed,
  onPlayerJoinGroup: groupId => groupId !== CLOSED_GROUP,
  onPlayerLeaveGroup: groupId => groupId !== STICKY_GROUP,
};

exports.ssExports = script;
