// A thousand timers more in each of many batches.
// blast: session
// codes: script_memory script_timeout script_cpu
// messages: 50
try {
  for (let i = 0; i < 1_000; i++) setTimeout(() => {}, 1e8);
} catch {
  kept.push(new Array(1_000).fill(1));
}
