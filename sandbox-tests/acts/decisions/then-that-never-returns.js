// A promise-like whose `then` never returns.
// blast: session
// codes: script_timeout
// runs in: onSendToPlayer
return {
  then() {
    for (;;);
  },
};
