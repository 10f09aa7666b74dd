// An array that is its own element, made flat.
// blast: session
// codes: script_timeout script_memory
const array = [1];
array.push(array, array);
array.flat(Infinity);
