// Closures that each keep the one before.
// blast: session
// codes: script_memory script_timeout
let last = () => 0;
for (;;) {
  const before = last;
  last = () => before;
}
