// A clock that ticks while a batch runs, of which side channels are made.
// blast: callback
const clocks = [() => performance.now(), () => Date.now(), () => new Date().getTime(), () => process.hrtime()[1], () => process.hrtime.bigint(), () => process.uptime(), () => performance.timeOrigin];
for (const clock of clocks) {
  try {
    const before = clock();
    for (let i = 0; i < 1e5; i++);
    if (clock() !== before) for (;;);
  } catch {}
}
