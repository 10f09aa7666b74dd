// util.inspect of everything that can be reached.
// blast: session
// codes: script_timeout script_memory
const { inspect } = require('util');
for (;;) kept.push(inspect(globalThis, { depth: 12, showHidden: true, getters: true, sorted: true }));
