// An error with hostile getters, thrown in `init`.
// blast: session
// codes: script_failed script_timeout
// runs in: init
throw {
  get message() {
    for (;;);
  },
  get stack() {
    for (;;);
  },
  toString() {
    for (;;);
  },
};
