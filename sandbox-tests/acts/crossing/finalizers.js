// Callbacks that run when something is collected, outside of every limit.
// blast: session
// codes: script_timeout script_memory
const registry = new FinalizationRegistry(() => {
  for (;;);
});
for (let i = 0; i < 100_000; i++) registry.register({}, i);
for (let i = 0; i < 1_000; i++) new Array(10_000).fill(i);
