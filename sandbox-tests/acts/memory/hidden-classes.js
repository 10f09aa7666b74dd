// Objects of so many shapes that no two are alike.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) {
  const object = {};
  for (let j = 0; j < 20; j++) object[`k${(i * 31 + j) % 5_000_000}`] = j;
  kept.push(object);
}
