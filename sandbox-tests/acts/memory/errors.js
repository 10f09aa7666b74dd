// Errors with their stacks, kept.
// blast: session
// codes: script_memory script_timeout
for (;;) kept.push(new Error('x'));
