// Errors with stacks, thrown and caught for ever.
// blast: session
// codes: script_timeout script_memory
for (;;)
  try {
    throw new Error('x');
  } catch (error) {
    error.stack;
  }
