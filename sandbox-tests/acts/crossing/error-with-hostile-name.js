// An error whose name and cause are getters that never return.
// blast: session
// codes: script_timeout
throw Object.defineProperties(new Error('x'), {
  name: { get() { for (;;); } },
  cause: { get() { for (;;); } },
});
