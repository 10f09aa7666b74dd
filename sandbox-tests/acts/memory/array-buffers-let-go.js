// Buffers outside of the heap, let go as fast as they are made.
// blast: session
// codes: script_memory script_timeout
for (;;) new ArrayBuffer(8_000_000);
