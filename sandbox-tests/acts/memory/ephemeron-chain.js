// Weak maps whose values are the keys of the next one: a chain that the collector has to follow again and again.
// blast: session
// codes: script_timeout script_memory
let key = {};
kept.push(key);
for (;;) {
  const map = new WeakMap();
  const next = {};
  map.set(key, next);
  kept.push(map);
  key = next;
}
