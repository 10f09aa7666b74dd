// A message whose op code is a getter that never returns, read by the runtime.
// blast: session
// codes: script_timeout
session.sendMessage({
  get opCode() {
    for (;;);
  },
}, 1);
