// processEnding again and again, among sends.
// blast: session
// codes: session_ended script_timeout
for (let i = 0; i < 10_000; i++) {
  session.sendReliableMessage(session.newTextGameMessage(1, -1, 'x'), message.sender);
  session.processEnding();
}
