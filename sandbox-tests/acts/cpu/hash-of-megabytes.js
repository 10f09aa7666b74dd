// Hashes of megabytes, which the runtime computes in JavaScript.
// blast: session
// codes: script_timeout script_memory
const { createHash } = require('crypto');
const bytes = new Uint8Array(1_000_000);
for (;;) createHash('sha256').update(bytes).digest('hex');
