// An error whose causes have no end.
// blast: session
// codes: script_memory script_timeout
let error = new Error('first');
for (;;) error = new Error('next', { cause: error });
