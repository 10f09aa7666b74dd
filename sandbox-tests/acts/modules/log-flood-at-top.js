// A flood of log lines while the module is evaluated.
// blast: session
// codes: script_timeout script_failed script_memory
// runs in: module
for (let i = 0; i < 100_000; i++) console.log('x'.repeat(100));
