// A search from the end for a text that nearly fits everywhere: no table helps this one.
// blast: session
// codes: script_timeout script_memory
const text = 'a'.repeat(1_000_000);
const part = 'b' + 'a'.repeat(500_000);
for (;;) text.lastIndexOf(part);
