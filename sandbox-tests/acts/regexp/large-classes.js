// Classes of all letters of all languages, ignoring case.
// blast: session
// codes: script_timeout script_memory
for (let i = 0; ; i++) new RegExp(`[\\p{L}\\p{N}]{${i % 50},60}`, 'iu').test('é'.repeat(50));
