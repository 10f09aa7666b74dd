// Stacks of a million frames.
// blast: callback
// codes: script_timeout
Error.stackTraceLimit = 1e9;
const down = n => {
  if (n === 0) throw new Error('x');
  down(n - 1);
};
down(5_000);
