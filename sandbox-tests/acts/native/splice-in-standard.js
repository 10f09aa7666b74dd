// `splice` of a list that says it is 2 ** 53 - 1 long, in the language whole.
// blast: worker
// profile: standard
Array.prototype.splice.call({ length: 2 ** 53 - 1 }, 0, 1);
