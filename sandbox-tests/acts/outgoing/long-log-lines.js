// Log lines of the greatest length, as fast as they can be written.
// blast: session
// codes: script_timeout script_cpu
// messages: 5
const line = 'x'.repeat(8_000);
for (let i = 0; i < 100; i++) session.getLogger().warn(line);
