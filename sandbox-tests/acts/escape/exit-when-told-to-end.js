// process.exit in the last callback.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
process.exit(1);
