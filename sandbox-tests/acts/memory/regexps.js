// Regular expressions that are all different, compiled.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) {
  const pattern = new RegExp(`(a|b${i}){1,50}[c-z]*`);
  pattern.test('aaaab');
  kept.push(pattern);
}
