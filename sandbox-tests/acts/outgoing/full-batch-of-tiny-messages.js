// One batch with as many sends of one byte as it takes.
// blast: session
// codes: script_timeout script_cpu
const tiny = session.newTextGameMessage(1, -1, 'x');
for (let i = 0; i < 100_000; i++) session.sendReliableMessage(tiny, message.sender);
