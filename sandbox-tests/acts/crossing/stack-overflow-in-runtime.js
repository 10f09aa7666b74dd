// Each call into the runtime is made with a little less stack than the one before.
// blast: session
// codes: script_timeout script_failed bridge_violation
const text = session.newTextGameMessage(1, -1, 'x');
const down = n => {
  try {
    session.sendReliableMessage(text, 1);
    session.joinGroup(1 + (n % 50), 1);
    setTimeout(() => {}, 1);
    down(n + 1);
  } catch {
    session.leaveGroup(1 + (n % 50), 1);
  }
};
down(0);
