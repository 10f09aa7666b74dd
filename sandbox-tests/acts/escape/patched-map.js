// Map's and Set's methods replaced, in the language whole.
// blast: session
// codes: script_timeout script_failed bridge_violation
// profile: standard
for (const holder of [Map.prototype, Set.prototype, WeakMap.prototype]) {
  for (const name of Object.getOwnPropertyNames(holder)) {
    try {
      holder[name] = () => {
        throw new Error('mine');
      };
    } catch {}
  }
}
