// Empty log lines, a few thousand in each of many batches.
// blast: session
// codes: script_timeout script_cpu
// messages: 30
for (let i = 0; i < 2_000; i++) console.log('');
