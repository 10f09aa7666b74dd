// A chain of prototypes of a million objects, searched for what is not there.
// blast: session
// codes: script_timeout script_memory
let object = {};
for (let i = 0; i < 300_000; i++) object = Object.create(object);
for (;;) kept[0] = object.nothing;
