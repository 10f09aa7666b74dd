// Functions of Math with texts of millions of units, which they turn into numbers.
// blast: worker
let text = '1 ';
for (let i = 0; i < 23; i++) text += text;
for (;;) kept[0] = Math.abs(text) + Math.hypot(text, text) + isNaN(text);
