// Names that the runtime may look up, put where every object inherits them.
// blast: callback
for (const name of ['timeout', 'reference', 'copy', 'peerId', 'opCode', 'sender', 'payload', 'then', 'get', 'set', 'value', 'writable', 'length', '0', 'constructor', 'toJSON', 'cause', 'kind']) {
  for (const holder of [Object.prototype, Array.prototype, Function.prototype, Promise.prototype, Uint8Array.prototype]) {
    try {
      Object.defineProperty(holder, name, { get() { for (;;); }, set() { for (;;); }, configurable: true });
    } catch {}
    try {
      holder[name] = () => {
        for (;;);
      };
    } catch {}
  }
}
