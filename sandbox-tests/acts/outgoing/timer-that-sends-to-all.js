// A timer that always sends to all players, without a message of anybody's.
// blast: session
// codes: script_timeout script_cpu
// players: 8
// lasts: 1000
setInterval(() => {
  for (let i = 0; i < 1_000; i++) session.sendReliableGroupMessage(session.newTextGameMessage(1, -1, 'x' + i), -1);
}, 1);
