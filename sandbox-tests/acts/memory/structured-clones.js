// Clones of clones.
// blast: session
// codes: script_memory script_timeout
let value = [];
for (;;) value = structuredClone([value, new ArrayBuffer(100_000), value]);
