// Empty log lines, which cost no byte of a budget of bytes.
// blast: session
// codes: script_timeout script_cpu
for (let i = 0; i < 20_000; i++) session.getLogger().info('');
