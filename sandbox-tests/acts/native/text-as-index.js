// Texts of millions of units as names of properties.
// blast: callback
let text = '12';
for (let i = 0; i < 24; i++) text += text;
for (let i = 0; ; i++) kept[text + i] ?? kept[i + text];
