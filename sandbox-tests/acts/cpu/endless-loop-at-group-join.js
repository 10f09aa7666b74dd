// A loop without end in the answer to whether a player may join a group.
// blast: session
// codes: script_timeout
// runs in: onPlayerJoinGroup
for (;;);
