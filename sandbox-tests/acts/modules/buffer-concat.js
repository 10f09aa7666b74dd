// Buffers concatenated to more than there may be.
// blast: session
// codes: script_timeout script_memory
const one = Buffer.alloc(1_000_000);
for (;;) {
  try {
    kept.push(Buffer.concat(Array.from({ length: 1_000 }, () => one)));
  } catch {
    kept.push(Buffer.concat([one, one]));
  }
}
