// A loop without end in the answer to a health check.
// blast: session
// codes: script_timeout
// runs in: onHealthCheck
for (;;);
