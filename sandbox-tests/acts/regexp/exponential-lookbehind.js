// A pattern that looks behind itself, exponentially.
// blast: session
// codes: script_timeout
/(?<=(a|aa)+)$/.test('b' + 'a'.repeat(60));
