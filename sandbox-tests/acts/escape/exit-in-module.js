// process.exit while the module is evaluated.
// blast: session
// codes: script_exit script_failed
// runs in: module
process.exit(0);
