// An error whose message is of the greatest length, thrown in many batches.
// blast: session
// codes: script_timeout script_memory
// messages: 20
throw new Error('\n    at x (playpen-script.js:1:1)'.repeat(20_000));
