// A loop without end in a timer, which nobody's message waits for.
// blast: session
// codes: script_timeout
// runs in: timer
for (;;);
