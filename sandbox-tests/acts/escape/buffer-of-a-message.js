// The buffer below a message's payload, written beyond its end and kept.
// blast: callback
const { payload } = message;
const all = new Uint8Array(payload.buffer);
all.fill(255);
kept.push(payload.buffer);
structuredClone(payload.buffer, { transfer: [payload.buffer] });
