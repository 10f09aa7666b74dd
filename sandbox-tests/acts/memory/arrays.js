// Arrays that are kept until there is no heap left.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) kept.push(new Array(10_000).fill(i));
