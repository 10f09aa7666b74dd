// A pattern of the fourth power over a long text.
// blast: session
// codes: script_timeout
/a*a*a*a*b/.test('a'.repeat(30_000));
