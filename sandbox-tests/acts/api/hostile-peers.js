// Targets of all kinds that are no peer ids.
// blast: callback
const targets = [undefined, null, NaN, Infinity, -Infinity, 0, -1, 2 ** 31, 2 ** 53, 1.5, '', '1', '-1', '1e9', 'x', [], [1], {}, { peerId: 1 },
  { peerId: { peerId: 1 } }, { get peerId() { throw new Error('no'); } }, () => {}, Symbol('x'), true, message, session];
const text = session.newTextGameMessage(1, -1, 'x');
for (const target of targets) {
  for (const method of ['sendMessage', 'sendReliableMessage', 'sendGroupMessage', 'sendReliableGroupMessage']) {
    try {
      session[method](text, target);
    } catch {}
  }
  try {
    session.disconnectPlayer(target === true ? 77 : undefined, target);
    session.joinGroup(target, target);
    session.leaveGroup(target, target);
    session.broadcastGroupMembershipUpdate(target, target);
    session.setPlayerSessionCreationPolicy(target);
  } catch {}
}
