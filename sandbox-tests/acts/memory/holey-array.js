// An array grown by its length, then filled by hand.
// blast: session
// codes: script_memory script_timeout
const array = [];
array.length = 2 ** 32 - 1;
for (let i = 0; ; i++) array[i] = i;
