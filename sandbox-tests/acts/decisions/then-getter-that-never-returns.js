// An answer whose `then` is a getter that never returns.
// blast: session
// codes: script_timeout
// runs in: onPlayerJoinGroup
return {
  get then() {
    for (;;);
  },
};
