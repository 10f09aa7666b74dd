// As many empty log lines as the batch takes, which cost no byte of a budget of bytes.
// blast: callback
for (let i = 0; i < 500_000; i++) session.getLogger().info('');
