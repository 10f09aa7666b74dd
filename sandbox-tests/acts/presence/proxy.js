// A proxy whose traps never return.
// blast: session
// codes: script_timeout
// profile: standard
const trap = () => {
  for (;;);
};
session.sendMessage(new Proxy({}, { get: trap, has: trap, ownKeys: trap }), 1);
