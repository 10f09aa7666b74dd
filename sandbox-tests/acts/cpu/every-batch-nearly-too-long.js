// Each batch uses most of its time, for as long as messages come.
// blast: session
// codes: script_timeout script_cpu
// messages: 20
for (let i = 0; i < 2e7; i++) Math.sqrt(i);
