// A proxy that has millions of keys.
// blast: session
// codes: script_timeout script_memory
// profile: standard
const keys = Array.from({ length: 1_000_000 }, (_, i) => 'k' + i);
const proxy = new Proxy({}, { ownKeys: () => keys, getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) });
for (;;) kept.push({ ...proxy });
