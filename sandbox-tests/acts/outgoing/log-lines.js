// As many log lines as the batch takes.
// blast: callback
for (let i = 0; i < 100_000; i++) session.getLogger().info('x');
