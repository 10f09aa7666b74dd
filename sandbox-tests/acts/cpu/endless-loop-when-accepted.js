// A loop without end when a player has been accepted.
// blast: session
// codes: script_timeout
// runs in: onPlayerAccepted
for (;;);
