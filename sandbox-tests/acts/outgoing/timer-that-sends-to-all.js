// A timer that sends more to all players than the session may, for as long as its budget keeps it from anything else.
// blast: session
// codes: script_timeout script_cpu
// players: 8
// lasts: 1000
let ticks = 0;
const timer = setInterval(() => {
  for (let i = 0; i < 1_000; i++) session.sendReliableGroupMessage(session.newTextGameMessage(1, -1, 'x' + i), -1);
  if (++ticks === 10) clearInterval(timer);
}, 1);
