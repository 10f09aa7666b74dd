/** An expression, and what to call it in an act's name. */
export interface Value {
  readonly name: string;
  readonly code: string;
}

const value = (name: string, code: string): Value => ({ name, code });

/** Past each cap of the strict profile, and made by operators alone, which nothing guards. */
const LONG_TEXT = "(() => { let s = 'ab'; for (let i = 0; i < 21; i++) s += s; return s; })()";

export const GIANT_LIST = value('a list of 2 ** 53 - 1', '{ length: 2 ** 53 - 1 }');
export const ENDLESS = value(
  'an iterable without end',
  '{ [Symbol.iterator]: () => ({ next: () => ({ value: [1, 1], done: false }) }) }',
);
export const LONG = value('a text of 4 million units', LONG_TEXT);
export const FULL_ARRAY = value('an array at its cap', 'new Array(1_000_000).fill(1)');
export const FULL_BYTES = value('bytes at their cap', 'new Uint8Array(1_000_000)');
const THROWS = value(
  'what throws when it is read',
  '{ get length() { throw 1; }, valueOf() { throw 1; }, toString() { throw 1; }, get then() { throw 1; } }',
);

/** What methods of arrays are called on. */
export const LISTS: readonly Value[] = [
  GIANT_LIST,
  value('an heir of a list of 2 ** 53 - 1', 'Object.create({ length: 2 ** 53 - 1 })'),
  value('an array of 2 ** 32 - 1', 'new Array(2 ** 32 - 1)'),
  FULL_ARRAY,
  value('a list whose length changes', '{ get length() { return this.n = (this.n | 0) + 1e9; } }'),
  value(
    'an array of another class',
    '(class extends Array { static get [Symbol.species]() { return Uint8Array; } }).of(1, 2, 3)',
  ),
  FULL_BYTES,
  THROWS,
];

/** What methods of texts are called on. */
export const TEXTS: readonly Value[] = [
  LONG,
  value('a text at its cap', "'ab'.repeat(500_000)"),
  value('a text of odd halves', "'\\ud800'.repeat(100_000)"),
  value('a text of what grows', "'\\ufdfa'.repeat(50_000)"),
  THROWS,
];

/** What methods of typed arrays and buffers are called on. */
export const BYTES: readonly Value[] = [
  FULL_BYTES,
  value('numbers at their cap', 'new Float64Array(1_000_000)'),
  value('an heir of bytes', 'Object.create(new Uint8Array(8))'),
  value(
    'bytes of another class',
    '(class extends Uint8Array { static get [Symbol.species]() { return Array; } get length() { return 1e9; } }).of(1, 2, 3)',
  ),
  GIANT_LIST,
];

/** What anything is called on. */
export const THINGS: readonly Value[] = [
  value('nothing', 'undefined'),
  value('a number', '2 ** 53'),
  GIANT_LIST,
  LONG,
  FULL_ARRAY,
  value('itself', 'globalThis'),
  THROWS,
];

/** Arguments: each entry is a list of them. */
export const ARGUMENTS: readonly Value[] = [
  value('()', ''),
  value('(0, 1)', '0, 1'),
  value('(-Infinity, 2 ** 53)', '-Infinity, 2 ** 53'),
  value('(functions)', '(x, y) => [x, y], () => 1, () => true'),
  value('(giant lists)', `${GIANT_LIST.code}, ${GIANT_LIST.code}`),
  value('(long text)', `${LONG_TEXT}, 'b'`),
  value('(endless)', `${ENDLESS.code}, ${ENDLESS.code}`),
  value('(full array)', `${FULL_ARRAY.code}, ${FULL_ARRAY.code}`),
  value('(what throws)', `${THROWS.code}, ${THROWS.code}`),
];

/** Of these, what every receiver is tried with; the others are for the first one. */
export const COMMON_ARGUMENTS: readonly Value[] = [ARGUMENTS[1]!, ARGUMENTS[3]!, ARGUMENTS[4]!];

const NEVER_CODE = '{ valueOf() { for (;;); }, toString() { for (;;); } }';
/** Arguments whose conversion never ends. */
export const NEVER = value('(what never becomes a value)', `${NEVER_CODE}, ${NEVER_CODE}`);
