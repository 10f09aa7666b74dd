// Elements taken out of the front of a large array, which moves all others each time.
// blast: session
// codes: script_timeout script_memory
const array = new Array(1_000_000).fill(1.5);
for (;;) {
  array.splice(1, 1);
  array.splice(1, 0, 1);
}
