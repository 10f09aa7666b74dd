// Elements put in front of a large array.
// blast: session
// codes: script_timeout script_memory
const array = new Array(900_000).fill({});
for (;;) {
  array.unshift(1, 2, 3);
  array.length = 900_000;
}
