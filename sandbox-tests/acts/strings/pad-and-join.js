// Texts padded to the cap, and joined.
// blast: session
// codes: script_timeout script_memory
for (;;) kept.push(Array.from({ length: 100 }, () => 'x'.padStart(1_000_000)).join(' '));
