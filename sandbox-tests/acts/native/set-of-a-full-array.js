// A set of as many elements as an array may have, in one step.
// blast: session
// codes: script_timeout script_memory
for (;;) kept.push(new Set(Array.from({ length: 1_000_000 }, (_, i) => i)));
