// Sparse arrays with elements far apart.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) {
  const array = [];
  array[4_000_000_000] = 1;
  array[i * 1_000] = 1;
  kept.push(array);
}
