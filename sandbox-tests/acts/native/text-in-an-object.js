// `in` and `delete` with a text of millions of units as the name.
// blast: callback
let text = 'ab';
for (let i = 0; i < 22; i++) text += text;
for (let i = 0; ; i++) kept[0] = text + i in {} || delete kept[text + i];
