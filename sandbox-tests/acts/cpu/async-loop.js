// An async function that never stops waiting for what is there already.
// blast: session
// codes: script_timeout script_memory
return (async () => {
  for (;;) await null;
})();
