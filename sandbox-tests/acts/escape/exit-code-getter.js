// process.exit with a code that is never finished.
// blast: session
// codes: script_exit script_timeout
process.exit({
  valueOf() {
    for (;;);
  },
});
