// WebAssembly, whose memory a heap limit does not see.
// blast: callback
if (typeof WebAssembly !== 'undefined') for (;;);
