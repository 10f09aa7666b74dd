// A loop without end in a promise job.
// blast: session
// codes: script_timeout
// runs in: promise
for (;;);
