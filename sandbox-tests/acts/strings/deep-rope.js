// A rope built from the wrong end, so that it is as deep as it is long, made flat.
// blast: session
// codes: script_timeout script_memory
let text = '';
for (let i = 0; i < 2_000_000; i++) text = 'x' + text + 'y';
kept.push(text.charCodeAt(1_000));
