// Disconnects of the same player, of others, and of nobody.
// blast: session
// codes: script_timeout script_cpu
for (let i = 0; i < 20_000; i++) session.disconnectPlayer(2 + (i % 3), 'reason '.repeat(10));
