// A thrown function whose length is no number.
// blast: callback
throw Object.defineProperty(() => {}, 'length', { value: 'x' });
