// Messages larger than any may be.
// blast: session
// codes: script_timeout script_cpu
for (let i = 0; i < 50; i++) session.sendReliableMessage(session.newBinaryGameMessage(1, -1, new Uint8Array(1_000_000)), message.sender);
