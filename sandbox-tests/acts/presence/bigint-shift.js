// An integer shifted by a billion bits.
// blast: worker
// codes: script_timeout script_memory script_crashed script_failed
for (let i = 0n; i < 10n; i++) kept.push((1n << (1_000_000_000n + i)) % 7n);
