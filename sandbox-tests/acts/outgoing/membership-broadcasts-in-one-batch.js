// One batch of as many membership broadcasts as can be asked for in its time.
// blast: session
// codes: script_timeout script_cpu
// players: 16
for (let i = 0; i < 60_000; i++) session.broadcastGroupMembershipUpdate(-1, -1);
