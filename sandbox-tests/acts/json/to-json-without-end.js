// A `toJSON` that returns another object which has one.
// blast: session
// codes: script_timeout script_memory
const next = () => ({ a: { toJSON: next } });
JSON.stringify({ toJSON: next });
