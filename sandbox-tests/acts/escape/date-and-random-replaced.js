// The clock and the random numbers replaced.
// blast: callback
// profile: standard
Date.now = () => NaN;
Math.random = () => {
  for (;;);
};
globalThis.Date = class {
  static now() {
    for (;;);
  }
};
