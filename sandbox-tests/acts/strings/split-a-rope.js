// A rope of millions of units, split into them.
// blast: session
// codes: script_timeout script_memory
let text = 'ab';
for (let i = 0; i < 27; i++) text += text;
text.split('');
