// Joins that the relay host refuses: each is told back to the script, and logged.
// blast: session
// codes: script_timeout script_cpu
// messages: 3
for (let group = 1; group <= 10_000; group++) session.joinGroup(group, 1);
