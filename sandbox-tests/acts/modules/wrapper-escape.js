// A file that closes the function it is wrapped in, and goes on outside of it.
// blast: session
// codes: script_failed script_timeout
// runs in: script
exports.ssExports = { init() {} };
}); for (;;); (function () {
