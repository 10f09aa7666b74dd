// Log lines that keep a search for places in evaluated code busy without ever matching.
// blast: session
// codes: script_timeout script_cpu
// messages: 10
const line = ('(eval at ' + 'x'.repeat(3) + ', (<anonymous>:1:').repeat(330);
for (let i = 0; i < 20; i++) session.getLogger().error(line);
