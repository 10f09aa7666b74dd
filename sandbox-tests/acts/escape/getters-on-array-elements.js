// Setters on the indices of Array.prototype, through which lists of the runtime's would pass.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (let i = 0; i < 20; i++)
  Object.defineProperty(Array.prototype, i, {
    set(value) {
      kept.push = null;
      Object.defineProperty(this, i, { value: { forged: value }, writable: true, configurable: true });
    },
    get() {
      return 9;
    },
    configurable: true,
  });
session.sendReliableMessage(session.newTextGameMessage(1, -1, 'x'), 1);
session.joinGroup(1, 1);
