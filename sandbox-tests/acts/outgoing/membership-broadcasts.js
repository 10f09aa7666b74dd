// Broadcasts of who is in the group of all players, to all players: nine bytes each in the batch, a message to each in the relay host.
// blast: session
// codes: script_timeout script_cpu
// players: 16
// messages: 5
for (let i = 0; i < 5_000; i++) session.broadcastGroupMembershipUpdate(-1, -1);
