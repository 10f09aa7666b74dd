// The same in the strict profile, where the syntax stays until upload refuses it.
// blast: worker
// codes: script_timeout script_memory script_crashed script_failed
let n = 3n;
for (let i = 0; i < 30; i++) n *= n;
kept.push(`${n}`);
