// A promise-like that always resolves to another one.
// blast: session
// codes: script_timeout script_memory
// runs in: onPlayerLeaveGroup
const endless = { then: resolve => resolve({ ...endless }) };
return endless;
