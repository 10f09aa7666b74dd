// structuredClone of an array of a million objects.
// blast: session
// codes: script_timeout script_memory
for (;;) structuredClone(new Array(1_000_000).fill({ a: 1 }));
