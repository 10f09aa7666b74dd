// A pattern whose last index is something that has to be converted, for ever.
// blast: session
// codes: script_timeout
const pattern = /a/g;
pattern.lastIndex = {
  valueOf() {
    for (;;);
  },
};
pattern.test('a');
