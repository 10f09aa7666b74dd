// Values to log that have no end: cycles, depth, width, long texts.
// blast: session
// codes: script_timeout script_memory
const cycle = {};
cycle.self = cycle;
let deep = {};
for (let i = 0; i < 100_000; i++) deep = { deep };
const wide = {};
for (let i = 0; i < 50_000; i++) wide['k' + i] = i;
console.log(cycle, deep, wide, new Array(1_000_000), 'x'.repeat(1_000_000), new Map([[deep, wide]]));
console.table([wide, deep]);
