// A destructuring that closes its iterator for ever.
// blast: session
// codes: script_timeout
const [first] = {
  [Symbol.iterator]: () => ({
    next: () => ({ value: 1, done: false }),
    return() {
      for (;;);
    },
  }),
};
