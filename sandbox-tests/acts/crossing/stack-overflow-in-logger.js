// A stack that is full when something is logged.
// blast: session
// codes: script_timeout script_failed bridge_violation
const down = () => {
  try {
    down();
  } catch (error) {
    console.log(error, session, message);
    session.sendMessage(session.newTextGameMessage(1, -1, 'x'), 1);
  }
};
down();
