// A file that is no JavaScript.
// blast: session
// codes: script_failed
// runs in: script
exports.ssExports = { init() { ( };
