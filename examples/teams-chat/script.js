// @ts-check
// Two teams that chat. Players ask for a team by joining its group and write to that group; the script decides who
// may join, which messages go through, and announces what happens.

const TEAMS = new Map([
  [1, 'red'],
  [2, 'blue'],
]);
/** What the server says, as text, to a team or to one player. */
const ANNOUNCEMENT = 100;
const RUDE_WORDS = /\b(?:darn|heck|noob)\b/i;
const LONGEST_MESSAGE = 200;

/** @type {import('playpen/script').RealtimeSession} */
let session;
/** The names players gave when they connected, by peer id. @type {Map<number, string>} */
const names = new Map();

/** @type {import('playpen/script').RealtimeScript} */
const script = {
  init(rtSession) {
    session = rtSession;
  },

  onPlayerConnect(message) {
    const name = message.getPayloadAsText().trim();
    if (name === '' || name.length > 20 || [...names.values()].includes(name)) return false;
    names.set(message.peerId, name);
    return true;
  },

  onPlayerAccepted(player) {
    tell(player.peerId, `Welcome, ${nameOf(player.peerId)}! Join group 1 (red) or 2 (blue).`);
  },

  onPlayerJoinGroup(groupId, peerId) {
    const team = TEAMS.get(groupId);
    if (team === undefined || teamOf(peerId) !== undefined) return false;
    const others = [...TEAMS.keys()].filter(id => id !== groupId);
    if (others.some(id => sizeOf(id) < sizeOf(groupId))) {
      tell(peerId, `The ${team} team has more players already; take another one.`);
      return false;
    }
    announce(groupId, `${nameOf(peerId)} joins the ${team} team.`);
    return true;
  },

  onPlayerLeaveGroup(groupId, peerId) {
    announce(groupId, `${nameOf(peerId)} leaves the ${TEAMS.get(groupId)} team.`);
    return true;
  },

  // Only members can write to a group: that the server checks before it asks.
  onSendToGroup(message) {
    if (!TEAMS.has(message.targetGroup)) return false;
    const text = message.getPayloadAsText();
    if (text.length > LONGEST_MESSAGE || RUDE_WORDS.test(text)) {
      session.getLogger().info(`held back what ${nameOf(message.sender)} wrote`);
      tell(message.sender, 'Your message was held back. Be kind, and be brief.');
      return false;
    }
    return true;
  },

  onPlayerDisconnect(peerId) {
    const team = teamOf(peerId);
    if (team !== undefined) announce(team, `${nameOf(peerId)} is gone.`);
    names.delete(peerId);
  },
};

exports.ssExports = script;

/** @param {number} peerId */
function nameOf(peerId) {
  return names.get(peerId) ?? `player ${peerId}`;
}

/** The group of the player's team. @param {number} peerId */
function teamOf(peerId) {
  return [...TEAMS.keys()].find(id => session.getGroupMembers(id).includes(peerId));
}

/** @param {number} groupId */
function sizeOf(groupId) {
  return session.getGroupMembers(groupId).length;
}

/** @param {number} peerId @param {string} text */
function tell(peerId, text) {
  session.sendReliableMessage(newAnnouncement(text), peerId);
}

/** @param {number} groupId @param {string} text */
function announce(groupId, text) {
  session.sendReliableGroupMessage(newAnnouncement(text), groupId);
}

/** @param {string} text */
function newAnnouncement(text) {
  return session.newTextGameMessage(ANNOUNCEMENT, session.getServerId(), text);
}
