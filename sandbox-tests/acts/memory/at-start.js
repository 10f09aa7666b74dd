// Memory filled when the session starts.
// blast: session
// codes: script_memory script_timeout
// runs in: onStartGameSession
for (;;) kept.push(new Array(10_000).fill(1));
