// A player is sent more than it can read, which closes that player and nobody else.
// blast: session
// codes: script_timeout script_cpu
// messages: 5
for (let i = 0; i < 15; i++) session.sendReliableMessage(session.newBinaryGameMessage(1, -1, new Uint8Array(60_000).fill(i)), 2);
