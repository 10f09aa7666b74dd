// A tree whose branches are all the same, doubled forty times.
// blast: worker
// codes: script_timeout script_memory
let value = ['x'];
for (let i = 0; i < 40; i++) value = [value, value];
JSON.stringify(value);
