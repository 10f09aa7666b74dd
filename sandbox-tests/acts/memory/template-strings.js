// Texts made of themselves by a template.
// blast: session
// codes: script_memory script_timeout
let text = 'ab';
for (;;) {
  try {
    text = `${text}${text}`;
    kept.push(text);
    text.codePointAt(7);
  } catch {
    text = 'cd';
  }
}
