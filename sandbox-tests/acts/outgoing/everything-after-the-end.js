// The session is ended first, and then everything is asked for as if it were not.
// blast: session
// codes: session_ended
session.processEnding();
for (let i = 0; i < 2_000; i++) {
  session.sendReliableGroupMessage(session.newTextGameMessage(1, -1, 'x'), -1);
  session.joinGroup(1 + i, 1);
  session.disconnectPlayer(1);
  setTimeout(() => {}, 0);
  console.log('x');
}
