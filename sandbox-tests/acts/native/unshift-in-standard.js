// `unshift` to a list that says it is 2 ** 53 - 2 long, in the language whole.
// blast: worker
// profile: standard
Array.prototype.unshift.call({ length: 2 ** 53 - 2 }, 1);
