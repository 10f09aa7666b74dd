// A text that doubles itself until there is no longer one.
// blast: session
// codes: script_memory script_timeout
let text = 'ab';
for (;;) {
  try {
    text += text;
  } catch {
    text = 'ab';
  }
  kept.push(text);
}
