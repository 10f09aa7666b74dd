// An array of 10 ** 8 elements in the language whole, in one step.
// blast: worker
// profile: standard
kept.push(new Array(1e8).fill(1.5));
