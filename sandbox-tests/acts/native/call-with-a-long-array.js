// A call with an array of 10 ** 8 holes as its arguments, by a spread.
// blast: session
// codes: script_timeout script_memory
try {
  Math.max(...new Array(1e8));
} catch {}
