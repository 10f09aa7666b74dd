// Arrays concatenated with themselves.
// blast: session
// codes: script_memory script_timeout
let array = [1, 2, 3];
for (;;) {
  try {
    array = array.concat(array);
  } catch {
    array = array.slice(0, 500_000);
  }
  kept.push(array);
}
