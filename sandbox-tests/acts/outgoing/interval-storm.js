// As many intervals of a millisecond as there may be timers.
// blast: session
// codes: script_timeout script_cpu
// lasts: 1000
for (let i = 0; i < 10_000; i++) setInterval(() => {}, 1);
