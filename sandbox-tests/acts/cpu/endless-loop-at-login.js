// A loop without end while a player logs in.
// blast: session
// codes: script_timeout
// runs in: onPlayerConnect
for (;;);
