// The script never finishes ending: it is ended without it.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
return new Promise(() => {});
