// A loop without end, in which V8 looks for interrupts.
// blast: session
// codes: script_timeout
for (;;);
