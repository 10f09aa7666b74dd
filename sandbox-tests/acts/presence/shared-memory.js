// Memory shared between threads, of which finer clocks are made.
// blast: callback
if (typeof SharedArrayBuffer !== 'undefined' || typeof Atomics !== 'undefined') for (;;);
