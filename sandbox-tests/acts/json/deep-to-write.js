// An object of a hundred thousand levels, written.
// blast: session
// codes: script_timeout script_memory
let value = {};
for (let i = 0; i < 100_000; i++) value = { value };
JSON.stringify(value);
