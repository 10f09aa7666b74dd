// Frames of the runtime, asked for by a function that formats stacks.
// blast: callback
Error.prepareStackTrace = (error, sites) => {
  for (const site of sites) site.getThis?.()?.constructor?.constructor?.('return process')?.().exit();
};
new Error('x').stack;
