// Groups of the console, one within another, without end.
// blast: session
// codes: script_timeout script_memory
for (let i = 0; i < 100_000; i++) {
  console.group('x');
  if (i % 1_000 === 0) console.log('y');
}
