// A function that V8 would call to format each stack.
// blast: callback
Error.prepareStackTrace = () => {
  for (;;);
};
throw new Error('x');
