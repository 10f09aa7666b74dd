// The length of a large array, taken back and given again.
// blast: session
// codes: script_timeout script_memory
const array = [];
for (;;) {
  array.length = 1_000_000;
  array[999_999] = 1;
  array.length = 0;
}
