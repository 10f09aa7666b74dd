// As many short log lines as can be written in the time of a batch.
// blast: session
// codes: script_timeout script_cpu
for (let i = 0; i < 20_000; i++) session.getLogger().info('x');
