// The same in the language whole.
// blast: session
// codes: script_memory script_timeout
// profile: standard
const buffer = new ArrayBuffer(8, { maxByteLength: 2 ** 31 });
buffer.resize(2 ** 31);
new Uint8Array(buffer).fill(1);
