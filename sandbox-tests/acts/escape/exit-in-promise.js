// process.exit in a promise job.
// blast: session
// codes: script_exit
// runs in: promise
process.exit();
