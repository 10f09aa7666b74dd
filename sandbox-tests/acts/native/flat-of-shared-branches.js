// A tree whose branches are all the same, doubled forty times, made flat.
// blast: session
// codes: script_timeout script_memory
let value = [1];
for (let i = 0; i < 40; i++) value = [value, value];
value.flat(Infinity);
