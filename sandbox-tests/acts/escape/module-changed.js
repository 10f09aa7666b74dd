// What `require` gives is changed, for everybody who requires it.
// blast: session
// codes: script_timeout
for (const name of ['util', 'events', 'buffer', 'path', 'url', 'assert', 'crypto', 'os', 'timers', 'querystring', 'string_decoder']) {
  try {
    const found = require(name);
    for (const key of Object.getOwnPropertyNames(found)) {
      try {
        found[key] = () => {
          for (;;);
        };
      } catch {}
    }
  } catch {}
}
console.log({ a: 1 }, Buffer.from('x'), new URL('http://a/'));
