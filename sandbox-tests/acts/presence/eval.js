// `eval`, direct and indirect, with code that never ends.
// blast: session
// codes: script_timeout script_failed
try {
  eval('for (;;);');
} catch {}
try {
  (0, eval)('for (;;);');
} catch {}
