// Texts that grow when their case is changed, in a loop.
// blast: session
// codes: script_timeout script_memory
const text = 'ß'.repeat(500_000);
for (;;) text.toUpperCase();
