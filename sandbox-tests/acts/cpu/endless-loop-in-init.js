// A loop without end before the session is active: whoever creates it is told.
// blast: session
// codes: script_timeout
// runs in: init
for (;;);
