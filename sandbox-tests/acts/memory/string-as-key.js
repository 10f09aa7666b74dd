// A rope of many megabytes used as the name of a property, which makes it flat and hashes it.
// blast: callback
for (let i = 0; ; i++) {
  let text = `${i}x`;
  for (let j = 0; j < 22; j++) text += text;
  kept[text] = 1;
}
