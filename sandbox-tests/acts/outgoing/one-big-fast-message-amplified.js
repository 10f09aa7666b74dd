// One message of the largest fast size, sent to all players again and again.
// blast: session
// codes: script_timeout script_cpu
// players: 16
const big = session.newBinaryGameMessage(1, -1, new Uint8Array(1_200));
for (let i = 0; i < 20_000; i++) session.sendGroupMessage(big, -1);
