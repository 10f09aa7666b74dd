// Messages of one byte to one player, batch after batch: what costs the relay host most for its bytes.
// blast: session
// codes: script_timeout script_cpu
// messages: 20
for (let i = 0; i < 5_000; i++) session.sendMessage(session.newTextGameMessage(1 + i, -1, 'x'), message.sender);
