// call, apply and bind replaced, in the language whole, to catch what the runtime passes.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (const name of ['call', 'apply', 'bind', Symbol.hasInstance]) {
  try {
    Object.defineProperty(Function.prototype, name, {
      value: function (...args) {
        kept.push(this, args);
        throw new Error('mine');
      },
    });
  } catch {}
}
Reflect.apply = Reflect.construct = () => kept;
