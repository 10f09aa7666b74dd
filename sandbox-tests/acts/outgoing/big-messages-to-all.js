// Many different large messages to all players, batch after batch.
// blast: session
// codes: script_timeout script_cpu
// players: 16
// messages: 10
for (let i = 0; i < 50; i++) session.sendReliableGroupMessage(session.newBinaryGameMessage(1 + i, -1, new Uint8Array(60_000)), -1);
