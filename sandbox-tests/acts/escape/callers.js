// The runtime's functions, by `caller` and `arguments` of a sloppy function.
// blast: callback
function sloppy() {
  const found = [];
  try {
    for (let caller = sloppy.caller; caller && found.length < 50; caller = caller.caller) found.push(caller, caller.arguments);
  } catch {}
  return found;
}
for (const one of sloppy()) if (one && typeof one === 'object') kept.push(...Array.from(one));
for (const one of kept) if (one?.commands || one?.spec) for (;;);
