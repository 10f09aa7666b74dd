// A loop without end when matchmaking has found players.
// blast: session
// codes: script_timeout
// runs in: onUpdateGameSession
for (;;);
