// process.exit in a timer.
// blast: session
// codes: script_exit
// runs in: timer
process.exit(2 ** 40);
