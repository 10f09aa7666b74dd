// An array is turned into a text by an operator: `join` where nobody called it.
// blast: session
// codes: script_timeout script_memory
const array = new Array(1_000_000).fill('x'.repeat(100));
kept.push(array == 'x');
