// Search parameters of a hundred thousand names, sorted.
// blast: session
// codes: script_timeout script_memory
for (;;) {
  const params = new URLSearchParams('a=b&'.repeat(100_000));
  params.sort();
  kept.push(params.toString());
}
