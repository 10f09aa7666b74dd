// One large message sent to all players again and again: six bytes each in the batch, a megabyte in the relay host.
// blast: session
// codes: script_timeout script_cpu
// players: 16
const big = session.newBinaryGameMessage(1, -1, new Uint8Array(60_000));
for (let i = 0; i < 2_000; i++) session.sendReliableGroupMessage(big, -1);
