// A proxy of a proxy of a proxy, deeper than the stack.
// blast: session
// codes: script_timeout
// profile: standard
let proxy = {};
for (let i = 0; i < 200_000; i++) proxy = new Proxy(proxy, {});
for (;;)
  try {
    proxy.x;
  } catch {}
