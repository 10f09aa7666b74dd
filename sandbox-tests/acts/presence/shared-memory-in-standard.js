// The same in the language whole.
// blast: callback
// profile: standard
if (typeof SharedArrayBuffer !== 'undefined' || typeof Atomics !== 'undefined') for (;;);
