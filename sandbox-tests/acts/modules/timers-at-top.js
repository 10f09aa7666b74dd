// Timers set while the module is evaluated, of which none may run before the session begins.
// blast: session
// codes: script_timeout
// runs in: module
setTimeout(() => {
  for (;;);
}, 0);
