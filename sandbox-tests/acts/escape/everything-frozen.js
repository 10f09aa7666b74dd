// Everything that can be reached, frozen.
// blast: session
// codes: script_timeout script_failed script_memory
const seen = new Set();
const freeze = value => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
  seen.add(value);
  try {
    Object.freeze(value);
  } catch {}
  for (const key of Reflect.ownKeys(value)) {
    try {
      freeze(value[key]);
    } catch {}
  }
  freeze(Object.getPrototypeOf(value));
};
for (const root of [globalThis, session, message, exports]) freeze(root);
