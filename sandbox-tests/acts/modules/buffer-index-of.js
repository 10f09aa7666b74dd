// A search in a buffer for what nearly fits everywhere.
// blast: session
// codes: script_timeout
const bytes = Buffer.alloc(1_000_000, 97);
const part = Buffer.alloc(1_000, 97);
part[999] = 98;
for (;;) bytes.indexOf(part);
