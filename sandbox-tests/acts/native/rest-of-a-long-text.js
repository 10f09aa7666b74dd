// The units of a text of millions become the rest of a destructuring.
// blast: callback
let text = 'ab';
for (let i = 0; i < 22; i++) text += text;
const { length, ...rest } = text;
kept.push(rest);
