// Payloads that lie about what they are.
// blast: callback
class Liar extends Uint8Array {
  get length() {
    return 2 ** 40;
  }
  get byteLength() {
    return 2 ** 40;
  }
  get buffer() {
    return new ArrayBuffer(1);
  }
  subarray() {
    return this;
  }
  [Symbol.iterator]() {
    throw new Error('no');
  }
}
for (const payload of [new Liar(4), new Liar(0), { length: -1 }, new Proxy0(), [1, 2, 3], new String('x'), Object('x'), NaN]) {
  try {
    session.sendReliableMessage(session.newBinaryGameMessage(1, -1, payload), 1);
  } catch {}
}
function Proxy0() {
  return { byteLength: 1e9, buffer: new ArrayBuffer(1), byteOffset: 5 };
}
