// Everything that can be reached is walked for the runtime's own functions, and called.
// blast: session
// codes: script_timeout script_failed script_memory script_exit session_ended
const seen = new Set();
const found = [];
const walk = (value, depth) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || depth > 8) return;
  seen.add(value);
  if (typeof value === 'function' && /entry|take|boot|harden|commands/.test(value.name)) found.push(value);
  for (const key of Reflect.ownKeys(value)) {
    try {
      walk(value[key], depth + 1);
    } catch {}
  }
  walk(Object.getPrototypeOf(value), depth + 1);
};
for (const root of [globalThis, session, message, exports, module, require]) walk(root, 0);
for (const one of found) {
  try {
    one(0, 0, '{}', '');
  } catch {}
}
