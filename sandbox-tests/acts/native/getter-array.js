// An array-like whose elements are all getters that never return.
// blast: session
// codes: script_timeout
Array.prototype.slice.call({ length: 1_000_000, get 0() { for (;;); } });
