// process.abort, which would end the worker.
// blast: session
// codes: script_exit script_failed
process.abort?.();
process.reallyExit?.(0);
