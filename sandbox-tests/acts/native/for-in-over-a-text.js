// for…in over a text of millions of units, whose names it makes first.
// blast: callback
let text = 'ab';
for (let i = 0; i < 23; i++) text += text;
for (const unit in new String(text)) kept.push(unit);
