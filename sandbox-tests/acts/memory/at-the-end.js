// Memory filled in the last callback.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
for (;;) kept.push(new Array(10_000).fill(1));
