// A batch full of messages of one byte to the group of all players.
// blast: callback
// players: 16
for (let i = 0; i < 200_000; i++) session.sendGroupMessage(session.newTextGameMessage(1, -1, 'x'), -1);
