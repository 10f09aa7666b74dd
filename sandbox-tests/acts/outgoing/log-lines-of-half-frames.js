// Log lines of many beginnings of a stack frame, none of which goes on like one.
// blast: session
// codes: script_timeout script_cpu
// messages: 10
const line = 'at async a.eval ('.repeat(480);
for (let i = 0; i < 20; i++) session.getLogger().error(line);
