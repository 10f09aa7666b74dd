// `Array.from` of a length of 10 ** 8, in the language whole.
// blast: worker
// profile: standard
Array.from({ length: 1e8 });
