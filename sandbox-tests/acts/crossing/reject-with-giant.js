// A rejection with a text of a hundred megabytes, which nobody handles, in the language whole.
// blast: worker
// codes: script_timeout script_memory script_failed script_crashed
// profile: standard
Promise.reject(new Error('x'.repeat(2 ** 28)));
