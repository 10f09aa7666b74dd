// A function that calls itself until the stack is full, and catches that, again and again.
// blast: session
// codes: script_timeout
const down = () => {
  try {
    down();
  } catch {
    down();
  }
};
down();
