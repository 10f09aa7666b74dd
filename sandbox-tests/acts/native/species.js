// A subclass of Array whose species makes something else.
// blast: session
// codes: script_timeout
class Odd extends Array {
  static get [Symbol.species]() {
    return function () {
      for (;;);
    };
  }
}
Odd.from([1, 2, 3]).map(x => x);
