// `String.raw` of parts that say they are 2 ** 53 - 1, in the language whole.
// blast: worker
// profile: standard
String.raw({ raw: { length: 2 ** 53 - 1 } });
