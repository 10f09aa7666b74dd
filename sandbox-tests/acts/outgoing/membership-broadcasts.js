// A batch full of broadcasts of who is in the group of all players, to all players.
// blast: callback
// players: 16
for (let i = 0; i < 500_000; i++) session.broadcastGroupMembershipUpdate(-1, -1);
