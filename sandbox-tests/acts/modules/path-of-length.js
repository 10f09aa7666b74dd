// Paths of a million parts, resolved.
// blast: session
// codes: script_timeout script_memory
const path = require('path');
const long = 'a/../'.repeat(150_000);
for (;;) path.resolve(path.normalize(long), long);
