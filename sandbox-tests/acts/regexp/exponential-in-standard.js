// A pattern that tries everything, in the language whole.
// blast: session
// codes: script_timeout
// profile: standard
/^(a+)+$/.test('a'.repeat(50) + 'b');
