// A text of digits turned into an integer without bounds, by an operator.
// blast: worker
// codes: script_timeout script_memory script_crashed script_failed
const digits = '9'.repeat(1_000_000);
for (;;) kept[0] = 1n == digits || 1n < digits;
