// A spread of an iterator that has no end.
// blast: session
// codes: script_timeout script_memory
const endless = { [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) };
[...endless];
