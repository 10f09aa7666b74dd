// Millions of typed arrays of a few bytes.
// blast: session
// codes: script_memory script_timeout
for (;;) kept.push(new Uint8Array(65));
