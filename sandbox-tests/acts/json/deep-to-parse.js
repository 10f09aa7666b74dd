// JSON of half a million open brackets.
// blast: session
// codes: script_timeout script_memory
JSON.parse('['.repeat(500_000));
