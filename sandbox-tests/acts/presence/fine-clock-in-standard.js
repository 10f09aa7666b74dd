// The same in the language whole.
// blast: callback
// profile: standard
for (const clock of [() => performance.now(), () => Date.now(), () => process.hrtime()[1]]) {
  const before = clock();
  for (let i = 0; i < 1e5; i++);
  if (clock() !== before) for (;;);
}
