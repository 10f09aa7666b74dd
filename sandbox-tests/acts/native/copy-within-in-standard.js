// `copyWithin` of a list that says it is 2 ** 53 - 1 long, in the language whole.
// blast: worker
// profile: standard
Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 5, 0);
