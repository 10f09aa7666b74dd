// A map that never ends.
// blast: session
// codes: script_memory script_timeout
const map = new Map();
for (let i = 0; ; i++) map.set(i, {});
