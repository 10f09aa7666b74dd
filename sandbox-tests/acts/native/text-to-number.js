// A text of millions of digits, turned into a number by an operator.
// blast: callback
let digits = '12345678';
for (let i = 0; i < 22; i++) digits += digits;
for (;;) kept[0] = +digits;
