// A buffer that can grow to gigabytes after it was made, which a heap limit does not see.
// blast: session
// codes: script_memory script_timeout
const buffer = new ArrayBuffer(8, { maxByteLength: 2 ** 31 });
buffer.resize(2 ** 31);
new Uint8Array(buffer).fill(1);
