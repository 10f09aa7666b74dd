// A power of an integer without bounds.
// blast: worker
// codes: script_timeout script_memory script_crashed script_failed
for (let i = 1n; ; i++) kept[0] = 3n ** (1_000_000n * i);
