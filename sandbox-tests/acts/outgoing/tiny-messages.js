// A batch full of messages of one byte to one player.
// blast: callback
for (let i = 0; i < 200_000; i++) session.sendMessage(session.newTextGameMessage(1, -1, 'x'), message.sender);
