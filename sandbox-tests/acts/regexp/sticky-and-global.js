// A sticky pattern that matches nothing, for ever.
// blast: session
// codes: script_timeout
const pattern = /(?:)/gy;
for (;;) {
  pattern.lastIndex = 0;
  pattern.exec('a'.repeat(100_000));
}
