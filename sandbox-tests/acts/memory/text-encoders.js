// Texts encoded into bytes, kept.
// blast: session
// codes: script_memory script_timeout
const text = 'x'.repeat(500_000);
for (;;) kept.push(new TextEncoder().encode(text));
