// Buffers outside of the heap, kept.
// blast: session
// codes: script_memory script_timeout
for (;;) kept.push(new ArrayBuffer(1_000_000));
