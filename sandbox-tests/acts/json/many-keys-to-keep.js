// A list of keys to keep that is as long as a list may be.
// blast: session
// codes: script_timeout script_memory
const keys = Array.from({ length: 1_000_000 }, (_, i) => 'k' + i);
for (;;) JSON.stringify({ a: 1 }, keys);
