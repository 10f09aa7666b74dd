// Rejections that nobody handles, without end.
// blast: session
// codes: script_timeout script_memory
for (;;) Promise.reject(new Error('x'));
