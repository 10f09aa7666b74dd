// A search in a large array for what is not there.
// blast: session
// codes: script_timeout script_memory
const array = new Array(1_000_000).fill(NaN);
for (;;) array.indexOf(NaN);
