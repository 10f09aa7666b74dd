// A file that exports nothing.
// blast: session
// codes: script_failed
// runs in: script
const nothing = 1;
