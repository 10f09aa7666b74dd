// Texts turned into base64 and back.
// blast: session
// codes: script_timeout script_memory
const text = 'x'.repeat(700_000);
for (;;) kept.push(atob(btoa(text)));
