// A file that throws what cannot be shown.
// blast: session
// codes: script_failed
// runs in: module
throw Object.create(null);
