// One weak map of millions of keys that are let go.
// blast: session
// codes: script_timeout script_memory
const map = new WeakMap();
for (;;) map.set({}, {});
