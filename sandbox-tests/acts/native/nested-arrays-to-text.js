// Arrays in arrays, turned into a text by an operator: a text of more units than there is memory.
// blast: session
// codes: script_timeout script_memory
let array = ['x'];
for (let i = 0; i < 40; i++) array = [array, array];
kept.push(`${array}`);
