// `Object.entries` of an array of 10 ** 8 elements, in the language whole.
// blast: worker
// profile: standard
Object.entries(new Array(1e8).fill(0));
