// A generator that yields for ever, drained.
// blast: session
// codes: script_timeout
function* forever() {
  for (;;) yield 1;
}
for (const one of forever());
