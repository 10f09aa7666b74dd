// A little more with each turn of an interval.
// blast: session
// codes: script_memory script_timeout script_cpu
// lasts: 1500
setInterval(() => kept.push(new Array(250_000).fill(1.5)), 1);
