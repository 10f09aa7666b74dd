// A time limit hits in the middle of a change; whatever would be left over has to be thrown away.
// blast: session
// codes: script_timeout
Promise.resolve().then(() => {
  for (;;);
});
queueMicrotask(() => kept.push(1));
for (;;) kept.length = 0;
