// A value to log that inspects itself for ever.
// blast: session
// codes: script_timeout
session.getLogger().info({
  [Symbol.for('nodejs.util.inspect.custom')]() {
    for (;;);
  },
});
