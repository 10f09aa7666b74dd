// Buffers of Node's kind, kept.
// blast: session
// codes: script_memory script_timeout
for (;;) kept.push(Buffer.alloc(500_000, 1));
