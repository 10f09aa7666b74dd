// process.nextTick that asks for itself, where there is such a thing.
// blast: session
// codes: script_timeout script_memory
const again = () => (process.nextTick ?? queueMicrotask)(again);
again();
