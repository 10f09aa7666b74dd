// The callbacks are taken away and replaced by such that are no functions, while the host believes they are there.
// blast: callback
for (const name of Object.keys(exports.ssExports)) if (name !== 'onMessage') exports.ssExports[name] = 5;
exports.ssExports = null;
