// A hundred groups more in each of many batches.
// blast: session
// codes: script_memory script_timeout script_cpu
// messages: 50
kept.push(1);
for (let i = 0; i < 100; i++) session.joinGroup(kept.length * 100 + i, 1 + (i % 2));
