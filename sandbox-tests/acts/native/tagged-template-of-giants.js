// String.raw of parts that say they are 2 ** 53 - 1.
// blast: callback
String.raw({ raw: { length: 2 ** 53 - 1 } });
