// An async loop without end that the module starts, and that goes on after it.
// blast: session
// codes: script_timeout script_memory
// runs in: module
(async () => {
  for (;;) await null;
})();
