// A text in which every unit is replaced by the whole text.
// blast: session
// codes: script_timeout script_memory
let text = 'aa';
for (;;) text = text.replaceAll('a', text);
