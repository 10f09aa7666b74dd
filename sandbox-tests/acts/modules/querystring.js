// Query strings of a million parts.
// blast: session
// codes: script_timeout script_memory
const { parse } = require('querystring');
for (;;) kept.push(parse('a=b&'.repeat(200_000), '&', '=', { maxKeys: 0 }));
