// `reverse` of a list that says it is 2 ** 53 - 1 long, in the language whole.
// blast: worker
// profile: standard
Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
