// What tells of the collector's work, and so of time.
// blast: callback
for (const probe of [() => process.memoryUsage(), () => performance.memory, () => process.resourceUsage(), () => process.cpuUsage(), () => globalThis.gc]) {
  try {
    const before = JSON.stringify(probe());
    for (let i = 0; i < 5; i++) new Array(50_000).fill(i);
    if (JSON.stringify(probe()) !== before) for (;;);
  } catch {}
}
