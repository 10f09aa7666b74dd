// Ten thousand timers that are due in the same moment.
// blast: session
// codes: script_timeout script_cpu
// lasts: 500
for (let i = 0; i < 9_000; i++) setTimeout(() => Math.random(), 5);
