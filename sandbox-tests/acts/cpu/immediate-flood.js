// setImmediate that asks for itself: each a timer that is due at once.
// blast: session
// codes: script_timeout script_cpu
// lasts: 1000
const again = () => setImmediate(again);
again();
