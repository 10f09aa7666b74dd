// An error whose constructor has a name that is a getter which never returns.
// blast: session
// codes: script_timeout
class Odd extends Error {
  static get name() {
    for (;;);
  }
  get [Symbol.toStringTag]() {
    for (;;);
  }
}
throw new Odd('x');
