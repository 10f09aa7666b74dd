// Buffers that are taken away while they are being sent.
// blast: callback
const bytes = new Uint8Array(1_000);
const text = session.newBinaryGameMessage(1, -1, bytes);
try {
  structuredClone(bytes, { transfer: [bytes.buffer] });
} catch {}
session.sendReliableMessage(text, 1);
session.sendReliableMessage(session.newBinaryGameMessage(1, -1, bytes), 1);
