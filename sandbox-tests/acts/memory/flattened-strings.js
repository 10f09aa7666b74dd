// Long ropes of text, each made flat by reading one unit of it.
// blast: session
// codes: script_memory script_timeout
for (let i = 0; ; i++) {
  let text = `${i}`;
  for (let j = 0; j < 19; j++) text += text;
  text.charCodeAt(5);
  kept.push(text);
}
