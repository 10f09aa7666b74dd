// A promise job that always asks for another: the callback itself has returned.
// blast: session
// codes: script_timeout script_memory
const again = () => Promise.resolve().then(again);
again();
