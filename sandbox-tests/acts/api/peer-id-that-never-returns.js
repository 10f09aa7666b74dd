// A target whose peer id is a getter that never returns.
// blast: session
// codes: script_timeout
session.sendMessage(session.newTextGameMessage(1, -1, 'x'), {
  get peerId() {
    for (;;);
  },
});
