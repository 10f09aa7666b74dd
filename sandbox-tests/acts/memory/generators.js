// Generators stopped in the middle.
// blast: session
// codes: script_memory script_timeout
function* waits() {
  const mine = new Array(100).fill(0);
  yield mine;
  return mine;
}
for (;;) {
  const generator = waits();
  generator.next();
  kept.push(generator);
}
