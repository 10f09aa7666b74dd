// Random bytes of the greatest length, without end.
// blast: session
// codes: script_timeout script_memory script_failed
const { randomBytes } = require('crypto');
for (;;) randomBytes(65_536);
