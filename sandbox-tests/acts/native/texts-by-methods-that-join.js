// Ropes made by what joins texts and is no operator, each twice as long as the one before.
// blast: callback
let text = 'ab';
const error = new Error(text);
for (let i = 0; i < 27; i++) {
  error.name = error.message = text;
  text = i % 3 === 0 ? error.toString() : i % 3 === 1 ? ''.concat(text, text) : String.raw({ raw: [text, text] });
}
kept.push(text + '1' < text + '2');
