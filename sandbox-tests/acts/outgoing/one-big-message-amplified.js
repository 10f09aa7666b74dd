// One message of the largest size, sent to all players again and again: few bytes in the batch, gigabytes in the relay host.
// blast: callback
// players: 16
const big = session.newBinaryGameMessage(1, -1, new Uint8Array(60_000));
for (let i = 0; i < 500_000; i++) session.sendReliableGroupMessage(big, -1);
