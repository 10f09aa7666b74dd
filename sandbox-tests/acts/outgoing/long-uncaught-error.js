// An uncaught error whose message is as long as texts get.
// blast: callback
// codes: script_timeout
// runs in: timer
throw new Error('playpen-script.js:1:1 '.repeat(40_000));
