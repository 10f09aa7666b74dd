// A tree whose branches are all the same, doubled forty times.
// blast: session
let value = ['x'];
for (let i = 0; i < 40; i++) value = [value, value];
JSON.stringify(value);
