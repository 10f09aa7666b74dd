// util.inspect of a deep object, without a bound.
// blast: session
// codes: script_timeout script_memory
const { inspect } = require('util');
let deep = {};
for (let i = 0; i < 100_000; i++) deep = { deep };
for (;;) kept.push(inspect(deep, { depth: Infinity, maxArrayLength: Infinity, maxStringLength: Infinity }));
