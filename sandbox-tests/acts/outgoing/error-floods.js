// Uncaught errors from as many timers as there may be.
// blast: session
// codes: script_timeout script_cpu
// lasts: 300
for (let i = 0; i < 5_000; i++)
  setTimeout(() => {
    throw new Error('x'.repeat(1_000));
  }, 1);
