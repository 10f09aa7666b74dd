// A file that says it is another one, and ends in a comment that is not closed.
// blast: session
// codes: script_failed
// runs in: script
exports.ssExports = { init() {} };
//# sourceURL=playpen-runtime.js
//# sourceMappingURL=data:application/json;base64,AAAA
/* never closed
