// Functions made from texts without end, each compiled.
// blast: session
// codes: script_timeout script_memory script_failed
// profile: standard
for (let i = 0; ; i++) kept.push(new Function(`return ${i} + ${'1+'.repeat(2_000)}1`)());
