// `new` with a million arguments.
// blast: session
// codes: script_timeout script_memory
const array = new Array(100_000).fill(1);
class Takes {
  constructor(...all) {
    this.all = all;
  }
}
for (;;)
  try {
    kept.push(new Takes(...array));
  } catch {}
