// process.exit in `init`.
// blast: session
// codes: script_exit
// runs in: init
process.exit(3);
