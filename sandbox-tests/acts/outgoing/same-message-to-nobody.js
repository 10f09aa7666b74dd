// Sends to players who are not there: each is looked up, dropped, and said so in the log.
// blast: session
// codes: script_timeout script_cpu
// messages: 5
const tiny = session.newTextGameMessage(1, -1, 'x');
for (let i = 0; i < 20_000; i++) session.sendReliableMessage(tiny, 1_000_000 + i);
