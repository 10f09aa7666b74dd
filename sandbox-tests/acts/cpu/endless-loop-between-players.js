// A loop without end in the answer to whether one player may write to another.
// blast: session
// codes: script_timeout
// runs in: onSendToPlayer
for (;;);
