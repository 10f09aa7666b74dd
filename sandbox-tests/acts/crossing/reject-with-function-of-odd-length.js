// A rejection with a function whose length is no number, which aborts a process that copies it.
// blast: callback
// profile: standard
Promise.reject(Object.defineProperty(() => {}, 'length', { value: 'x' }));
