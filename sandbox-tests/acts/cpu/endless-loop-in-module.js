// A loop without end while the module is evaluated.
// blast: session
// codes: script_timeout
// runs in: module
for (;;);
