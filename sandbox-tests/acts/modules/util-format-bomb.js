// util.format of thousands of directives.
// blast: session
// codes: script_timeout script_memory
const { format } = require('util');
for (;;) kept.push(format('%o'.repeat(1_000), ...Array.from({ length: 1_000 }, () => session)));
