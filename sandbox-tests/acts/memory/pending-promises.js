// Promises that never settle, each with followers.
// blast: session
// codes: script_memory script_timeout
const never = new Promise(() => {});
for (;;) kept.push(never.then(() => {}));
