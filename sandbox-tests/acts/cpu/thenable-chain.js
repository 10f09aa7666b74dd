// Promise-likes that resolve to each other for ever.
// blast: session
// codes: script_timeout script_memory
const a = { then: resolve => resolve(b) };
const b = { then: resolve => resolve(a) };
return a;
