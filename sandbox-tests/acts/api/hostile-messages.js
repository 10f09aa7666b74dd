// Messages that are none: numbers, getters that throw, arrays that say they are messages.
// blast: callback
const messages = [undefined, null, 1, 'x', [], {}, { opCode: 1 }, { opCode: '1', payload: 'x' }, { opCode: {}, sender: [], payload: 5 },
  { get opCode() { throw new Error('no'); } }, { opCode: 1, sender: 1, get payload() { throw new Error('no'); } }, { opCode: 2 ** 40, sender: 2 ** 40, payload: new Uint8Array(3) },
  { opCode: 1, sender: -1, payload: { length: 2 ** 53 - 1 } }, { opCode: 1, sender: -1, payload: Object.create(Uint8Array.prototype) },
  Object.create(session.newTextGameMessage(1, -1, 'x')), new Float64Array(9), new DataView(new ArrayBuffer(8)), new ArrayBuffer(8)];
for (const one of messages)
  for (const method of ['sendMessage', 'sendReliableMessage', 'sendGroupMessage', 'sendReliableGroupMessage']) {
    try {
      session[method](one, 1);
    } catch {}
  }
