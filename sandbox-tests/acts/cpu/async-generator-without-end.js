// An async generator that yields for ever, drained.
// blast: session
// codes: script_timeout script_memory
async function* forever() {
  for (;;) yield 1;
}
return (async () => {
  for await (const one of forever());
})();
