// A rejection with a text of a hundred megabytes, which nobody handles, in the language whole.
// blast: session
// codes: script_timeout script_memory script_failed
// profile: standard
Promise.reject(new Error('x'.repeat(2 ** 28)));
