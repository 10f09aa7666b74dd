// A loop without end when a player has left.
// blast: session
// codes: script_timeout
// runs in: onPlayerDisconnect
for (;;);
