// A set that never ends.
// blast: session
// codes: script_memory script_timeout
const set = new Set();
for (let i = 0; ; i++) set.add(`${i}`);
