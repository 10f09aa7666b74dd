// The last callback throws something that cannot be shown.
// blast: session
// codes: session_terminated
// runs in: onProcessTerminate
throw Object.create(null);
