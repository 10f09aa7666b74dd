// Comparisons by letters of long texts, which the runtime does in JavaScript.
// blast: session
// codes: script_timeout script_memory
const text = 'é'.repeat(60_000);
for (;;) text.localeCompare(text + 'a');
