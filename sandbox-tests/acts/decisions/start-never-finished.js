// The session is never started, for the promise never settles.
// blast: session
// codes: start_timeout
// runs in: onStartGameSession
return new Promise(() => {});
