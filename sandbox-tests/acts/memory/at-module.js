// Memory filled while the module is evaluated.
// blast: session
// codes: script_memory script_timeout
// runs in: module
for (const all = []; ; ) all.push(new Array(10_000).fill(1));
