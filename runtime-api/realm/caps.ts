/**
 * How much one native operation may be given in the strict profile. A native loop cannot be interrupted, so each
 * value is what V8 gets through in tens of milliseconds, or a few hundred at worst. Lengths are elements or
 * UTF-16 code units; what is longer gets a RangeError.
 */
export const CAPS = {
  /** `this` and arguments of the Array methods, of `Object.freeze` and its like, of `JSON.stringify`. */
  arrayElements: 2 ** 20,
  /** `sort` and `toSorted`: the default order compares texts without an interruption. */
  sortElements: 2 ** 16,
  /** `filter` of a typed array: what it keeps is boxed first, each element for itself. */
  filteredElements: 2 ** 18,
  /** `apply`, `Reflect.apply`, `Reflect.construct`. */
  applyArguments: 2 ** 16,
  /** Bytes of an ArrayBuffer. */
  bufferBytes: 2 ** 23,
  /** Elements of a typed array. */
  typedArrayElements: 2 ** 20,
  /** Arrays, typed arrays and texts whose elements become property names (`Object.keys`, `Object.assign`, …). */
  elementKeys: 2 ** 16,
  /** `this` and arguments of the String methods, their padded and repeated results, JSON texts. */
  stringUnits: 2 ** 20,
  /**
   * Units of a text times units of what its `lastIndexOf` looks for; elements of an array times units of a text looked for
   * in it; units of a text times units of what its matches are replaced by.
   */
  comparedUnits: 2 ** 26,
  /** Units of all texts in an array that `sort` puts into its default order. */
  sortedUnits: 2 ** 22,
  /** What JSON comes to that is written with an indent, at the widest. */
  indentedUnits: 2 ** 22,
  /** What separators and texts come to in `join`. */
  joinedUnits: 2 ** 24,
  /** A text in which matches are replaced by what stands before or after them ($` and $'). */
  contextUnits: 2 ** 13,
  /** What a regular expression is made from: compiling it cannot be interrupted. */
  patternUnits: 2 ** 14,
  /** `normalize`: marks that follow each other are sorted, and all of them may. */
  normalizedUnits: 2 ** 14,
} as const;
