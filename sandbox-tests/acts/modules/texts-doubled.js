// Ropes made by modules, whose own code has no guards in it, and then used by operators.
// blast: worker
const { format } = require('path');
let text = 'ab';
for (let i = 0; i < 27; i++) text = format({ dir: text, base: text });
for (let i = 0; ; i++) kept[0] = text[i] === text || +text;
