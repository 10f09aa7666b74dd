// A pattern that refers back to what it repeats.
// blast: session
// codes: script_timeout
/(.*)(.*)(.*)\1\2\3x/.test('ab'.repeat(2_000));
