// JSON of a million members of the same name.
// blast: session
// codes: script_timeout script_memory
const text = `{${'"a":1,'.repeat(150_000)}"a":2}`;
for (;;) kept.push(JSON.parse(text));
