// A pattern that tries everything before it gives up.
// blast: session
// codes: script_timeout
/^(a+)+$/.test('a'.repeat(50) + 'b');
