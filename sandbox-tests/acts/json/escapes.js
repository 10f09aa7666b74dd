// A text in which every unit becomes six.
// blast: session
// codes: script_timeout script_memory
const text = '\u0001'.repeat(1_000_000);
for (;;) kept.push(JSON.stringify(text));
