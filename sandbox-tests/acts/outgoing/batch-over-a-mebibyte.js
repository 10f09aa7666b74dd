// An honest amount of data in one batch: 2 MiB in messages of 60,000 bytes, well below what a batch may hold.
// blast: callback
for (let i = 0; i < 35; i++) session.sendReliableMessage(session.newBinaryGameMessage(1, -1, new Uint8Array(60_000).fill(i)), 2);
