// An object of so many names that it becomes a dictionary.
// blast: session
// codes: script_memory script_timeout
const object = {};
for (let i = 0; ; i++) object[`key${i}`] = i;
