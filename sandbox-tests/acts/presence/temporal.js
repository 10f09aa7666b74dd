// Temporal, whose clock ticks in microseconds.
// blast: callback
// profile: standard
if (typeof Temporal !== 'undefined') for (;;);
