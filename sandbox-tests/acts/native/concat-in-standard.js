// `concat` of something that says it is 2 ** 53 - 1 long and to be spread, in the language whole.
// blast: worker
// profile: standard
[].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true });
