// A debugger statement in a loop.
// blast: session
// codes: script_timeout
for (;;) debugger;
