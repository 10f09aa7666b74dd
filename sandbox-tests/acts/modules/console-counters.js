// Counters and timers of the console, without end.
// blast: session
// codes: script_timeout script_memory
for (let i = 0; ; i++) {
  console.count(`label ${i}`);
  console.time(`label ${i}`);
}
