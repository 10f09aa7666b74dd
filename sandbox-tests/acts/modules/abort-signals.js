// Signals that abort each other.
// blast: session
// codes: script_timeout script_memory
for (;;) {
  const controller = new AbortController();
  controller.signal.addEventListener('abort', () => controller.abort());
  kept.push(AbortSignal.any?.([controller.signal]));
  controller.abort();
}
