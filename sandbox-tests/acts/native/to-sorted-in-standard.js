// `toSorted` of an array of 10 ** 8 elements, in the language whole.
// blast: worker
// profile: standard
new Array(1e8).toSorted();
