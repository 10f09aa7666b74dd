// A proxy of an array that says it is 2 ** 53 - 1 long.
// blast: worker
// profile: standard
[].concat(new Proxy([], { get: (target, key) => (key === 'length' ? 2 ** 53 - 1 : target[key]) }));
