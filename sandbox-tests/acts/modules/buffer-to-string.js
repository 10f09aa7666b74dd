// Buffers turned into texts of every encoding.
// blast: session
// codes: script_timeout script_memory
const bytes = Buffer.alloc(1_000_000, 200);
for (;;) for (const encoding of ['utf8', 'hex', 'base64', 'latin1', 'utf16le']) kept.push(bytes.toString(encoding));
