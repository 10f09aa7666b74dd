// Timers that keep something each.
// blast: session
// codes: script_memory script_timeout script_cpu
for (let i = 0; ; i++) {
  try {
    setTimeout(() => kept, 1e9, new Array(1_000).fill(i));
  } catch {
    kept.push(new Array(1_000).fill(i));
  }
}
