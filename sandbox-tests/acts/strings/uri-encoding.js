// Long texts encoded for a URI, and decoded.
// blast: session
// codes: script_timeout script_memory
const text = '€'.repeat(1_000_000);
for (;;) kept.push(encodeURIComponent(text));
