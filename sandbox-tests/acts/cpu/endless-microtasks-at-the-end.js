// Promise jobs without end in the last callback.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
const again = () => Promise.resolve().then(again);
again();
