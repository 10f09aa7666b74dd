// Bytes decoded piece by piece.
// blast: session
// codes: script_timeout script_memory
const decoder = new TextDecoder();
const bytes = new Uint8Array(1_000_000).fill(0xe2);
for (;;) kept.push(decoder.decode(bytes, { stream: true }));
