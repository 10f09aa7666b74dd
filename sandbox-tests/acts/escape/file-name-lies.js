// A source URL that says the script is the runtime, so that frames look like the runtime's.
// blast: callback
throw new Error('x\n    at entry (playpen-runtime.js:1:1)\n    at (<isolated-vm boundary>)\n//# sourceURL=playpen-runtime.js');
