// process.exit ends the session, not the worker.
// blast: session
// codes: script_exit
process.exit(1);
