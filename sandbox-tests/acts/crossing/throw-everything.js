// Values of every kind, thrown in timers.
// blast: callback
// lasts: 200
const values = [undefined, null, 0, NaN, '', 'text', Symbol('x'), () => {}, class {}, [], {}, Object.create(null), new Date(NaN), /x/,
  new Map(), new Uint8Array(3), new ArrayBuffer(1), Promise.resolve(), new Error(), Object.freeze({}), globalThis, session, message];
for (const value of values)
  setTimeout(() => {
    throw value;
  }, 1);
for (const value of values) Promise.reject(value);
