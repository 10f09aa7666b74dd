// Log lines that are nothing but places in the script, each of which the relay host looks up in the source map.
// blast: session
// codes: script_timeout script_cpu
// messages: 10
const line = 'playpen-script.js:11:11 '.repeat(340);
for (let i = 0; i < 20; i++) session.getLogger().error(line);
