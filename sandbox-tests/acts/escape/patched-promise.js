// Promise's methods replaced, in the language whole, so that every answer is the script's.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
Promise.prototype.then = function (resolve) {
  kept.push(resolve);
  return this;
};
Promise.resolve = () => ({ then() {} });
globalThis.Promise = class {};
return (async () => {})();
