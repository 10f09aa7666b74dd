// Exports that export themselves.
// blast: session
// codes: script_failed
// runs in: script
exports.ssExports = exports;
exports.ssExports.ssExports = module;
