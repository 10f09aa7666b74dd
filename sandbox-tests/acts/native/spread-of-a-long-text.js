// The units of a text of millions become properties of an object, in one step that no guard sees.
// blast: callback
let text = 'ab';
for (let i = 0; i < 22; i++) text += text;
kept.push({ ...text });
