// A reason to disconnect whose text is never finished.
// blast: session
// codes: script_timeout
session.disconnectPlayer(2, {
  toString() {
    for (;;);
  },
});
