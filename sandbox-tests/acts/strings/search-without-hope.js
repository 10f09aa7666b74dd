// A search for a text that nearly fits everywhere.
// blast: session
// codes: script_timeout script_memory
const text = 'a'.repeat(1_000_000);
const part = 'a'.repeat(100_000) + 'b';
for (;;) text.indexOf(part);
