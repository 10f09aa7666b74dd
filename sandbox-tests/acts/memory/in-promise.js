// Memory filled in a promise job.
// blast: session
// codes: script_memory script_timeout
// runs in: promise
for (;;) kept.push(new Array(10_000).fill(1));
