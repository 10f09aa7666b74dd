// A pattern of groups within groups, as deep as a pattern may be long.
// blast: session
// codes: script_timeout script_memory
for (let i = 1; ; i++) {
  try {
    new RegExp('(' .repeat(i * 500) + 'a' + ')'.repeat(i * 500)).test('a');
  } catch {}
}
