// A call with a million arguments, by a spread that no guard sees.
// blast: session
// codes: script_timeout script_memory
const array = new Array(1_000_000).fill(1);
for (;;)
  try {
    Math.max(...array);
  } catch {}
