// `require` of a name that is never finished.
// blast: session
// codes: script_timeout
require({
  toString() {
    for (;;);
  },
});
