// References by which one sees the collector work.
// blast: callback
if (typeof WeakRef !== 'undefined' || typeof FinalizationRegistry !== 'undefined') for (;;);
