// Small objects in a list that never ends.
// blast: session
// codes: script_memory script_timeout
let list = null;
for (;;) list = { list, x: 1 };
