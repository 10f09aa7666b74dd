// Each frame of a full stack runs its `finally`, and fills the stack again.
// blast: session
// codes: script_timeout
const down = () => {
  try {
    down();
  } finally {
    down();
  }
};
down();
