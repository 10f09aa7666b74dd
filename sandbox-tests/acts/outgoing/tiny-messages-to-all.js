// Messages of one byte to the group of all players, batch after batch.
// blast: session
// codes: script_timeout script_cpu
// players: 16
// messages: 10
for (let i = 0; i < 5_000; i++) session.sendGroupMessage(session.newTextGameMessage(1 + i, -1, 'x'), -1);
