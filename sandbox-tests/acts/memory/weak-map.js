// A weak map whose keys are kept.
// blast: session
// codes: script_memory script_timeout
const map = new WeakMap();
for (;;) {
  const key = {};
  kept.push(key);
  map.set(key, { key });
}
