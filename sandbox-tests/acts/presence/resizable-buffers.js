// Buffers that change their size.
// blast: callback
// profile: standard
const buffer = new ArrayBuffer(8, { maxByteLength: 16 });
if (buffer.resizable || buffer.resize || buffer.transfer) for (;;);
