// Listeners without number on one emitter.
// blast: session
// codes: script_memory script_timeout
const emitter = new (require('events'))();
for (;;) emitter.on('x', () => {});
