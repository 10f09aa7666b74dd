// Texts that grow eighteenfold when they are normalized, in a loop.
// blast: session
// codes: script_timeout script_memory
const text = '\ufdfa'.repeat(60_000);
for (;;) text.normalize('NFKD');
