// Repeats of repeats, which the compiler may want to write out.
// blast: session
// codes: script_timeout script_memory
for (let i = 0; ; i++) {
  try {
    new RegExp(`(?:(?:(?:a{1,1000}){1,1000}){1,1000}){${i},1000}`).test('a'.repeat(100));
  } catch {}
}
