// Objects spread into each other.
// blast: session
// codes: script_memory script_timeout
let object = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => ['k' + i, i]));
for (;;) kept.push({ ...object });
