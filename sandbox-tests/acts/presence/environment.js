// The worker's environment, arguments and paths.
// blast: callback
const shown = JSON.stringify([process.env, process.argv, process.execPath, process.execArgv, process.cwd?.(), process.title]) ?? '';
if (/PATH|HOME|node_modules|sandbox-tests|\/src\//.test(shown)) for (;;);
