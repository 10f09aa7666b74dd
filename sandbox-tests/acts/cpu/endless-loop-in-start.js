// A loop without end when the session starts.
// blast: session
// codes: script_timeout
// runs in: onStartGameSession
for (;;);
