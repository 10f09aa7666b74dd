// The methods by which bytes are written and read replaced, to forge what the host gets, in the language whole.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
const TypedArray = Object.getPrototypeOf(Uint8Array);
for (const holder of [TypedArray.prototype, DataView.prototype, ArrayBuffer.prototype]) {
  for (const name of Object.getOwnPropertyNames(holder)) {
    try {
      Object.defineProperty(holder, name, {
        value: function () {
          kept.push(this);
          return new Uint8Array(64).fill(9);
        },
      });
    } catch {}
  }
}
session.sendReliableMessage(session.newTextGameMessage(1, -1, 'forged'), 1);
