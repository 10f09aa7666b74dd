// Arrays whose length is set to tens of millions after they had an element.
// blast: worker
// codes: script_timeout script_memory
for (;;) {
  const array = [1];
  array.length = 30_000_000;
  array[29_999_999] = 1;
  kept.push(array);
}
