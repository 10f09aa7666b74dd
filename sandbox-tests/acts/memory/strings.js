// Texts that are all different, kept.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) kept.push(`${i}`.padEnd(1_000, 'x'));
