// The script refuses to start.
// blast: session
// codes: start_refused
// runs in: onProcessStarted
return false;
