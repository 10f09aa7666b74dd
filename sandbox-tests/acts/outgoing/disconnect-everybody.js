// All players are kicked, the one who asks as well.
// blast: callback
// players: 16
for (const player of session.getPlayers()) session.disconnectPlayer(player, 'go');
