// An array at its cap and an object of many names, frozen.
// blast: session
// codes: script_timeout script_memory
for (;;) {
  Object.freeze(new Array(1_000_000).fill(1));
  Object.isFrozen(new Array(1_000_000).fill(1));
}
