import buffer from 'node:buffer';
import util from 'node:util';
import { BYTES, GIANT_LIST, LISTS, TEXTS, THINGS, type Value } from './hostile-values.ts';

/** An object of the language or of a module, whose functions are called. */
export interface Subject {
  readonly family: string;
  /** An expression for what has the functions. */
  readonly holder: string;
  readonly methods: readonly string[];
  /** What the functions are called on. */
  readonly receivers: readonly Value[];
}

const TypedArray = Object.getPrototypeOf(Uint8Array) as typeof Uint8Array;
const AnyIterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;

/** The holder itself, as for functions that do not look at `this`. */
const itself = (holder: string): readonly Value[] => [{ name: holder, code: holder }];
const made = (name: string, code: string): Value => ({ name, code });

const ENDLESS_ITERATOR = made('an iterator without end', `[][Symbol.iterator].call(${GIANT_LIST.code})`);
const ODD_ITERATOR = made(
  'an iterator that lies',
  '{ next: () => ({ value: 1, get done() { return false; } }), __proto__: Iterator.prototype }',
);

const LARGE_MAP = made('a large map', 'new Map(Array.from({ length: 50_000 }, (_, i) => [i, i]))');
const LARGE_SET = made('a large set', 'new Set(Array.from({ length: 50_000 }, (_, i) => i))');
const PATTERNS = [
  made('a pattern', '/(a|b)*c/g'),
  made('an exponential pattern', '/^(a+)+$/'),
  made('a pattern that finds nothing everywhere', '/(?:)/gu'),
  made(
    'a pattern with an exec of its own',
    "Object.assign(/a/g, { exec: () => ({ index: 1e9, 0: '', length: 2 ** 53 - 1 }), lastIndex: 2 ** 53 })",
  ),
];
const PROMISES = [
  made('a promise', 'Promise.resolve(1)'),
  made('a rejected promise', 'Promise.reject(1)'),
  made('a promise that never settles', 'new Promise(() => {})'),
  made('what says it is a promise', '{ then(f) { for (let i = 0; i < 1_000; i++) f(this); } }'),
];
const CONSTRUCTORS = [
  made('Promise', 'Promise'),
  made(
    'a constructor of the script',
    'function (executor) { executor(() => {}, () => {}); this.then = f => f(this); }',
  ),
];

/** Everything whose functions are called, a family each. */
export const SUBJECTS: readonly Subject[] = [
  subject('generated-array', 'Array.prototype', Array.prototype, LISTS),
  subject('generated-array', 'Array', Array, itself('Array')),
  subject('generated-string', 'String.prototype', String.prototype, TEXTS),
  subject('generated-string', 'String', String, itself('String')),
  subject('generated-regexp', 'RegExp.prototype', RegExp.prototype, PATTERNS),
  subject('generated-object', 'Object', Object, itself('Object')),
  subject('generated-object', 'Object.prototype', Object.prototype, THINGS),
  subject('generated-object', 'Reflect', Reflect, itself('Reflect')),
  subject('generated-object', 'Function.prototype', Function.prototype, [
    made('a function', '(...all) => all.length'),
    ...THINGS.slice(0, 2),
  ]),
  subject('generated-json', 'JSON', JSON, itself('JSON')),
  subject(
    'generated-typed-array',
    'Object.getPrototypeOf(Uint8Array).prototype',
    TypedArray.prototype,
    BYTES,
  ),
  subject('generated-typed-array', 'Uint8Array', Uint8Array, itself('Uint8Array')),
  subject('generated-typed-array', 'Object.getPrototypeOf(Uint8Array)', TypedArray, [
    ...itself('Float64Array'),
    made('Array', 'Array'),
  ]),
  subject('generated-typed-array', 'Uint8Array.prototype', Uint8Array.prototype, BYTES),
  subject('generated-typed-array', 'ArrayBuffer.prototype', ArrayBuffer.prototype, [
    made('a buffer', 'new ArrayBuffer(1_000_000)'),
    GIANT_LIST,
  ]),
  subject('generated-typed-array', 'DataView.prototype', DataView.prototype, [
    made('a view', 'new DataView(new ArrayBuffer(8))'),
  ]),
  subject('generated-promise', 'Promise', Promise, CONSTRUCTORS),
  subject('generated-promise', 'Promise.prototype', Promise.prototype, PROMISES),
  subject('generated-collections', 'Map.prototype', Map.prototype, [LARGE_MAP, GIANT_LIST]),
  subject('generated-collections', 'Map', Map, itself('Map')),
  subject('generated-collections', 'Set.prototype', Set.prototype, [LARGE_SET, GIANT_LIST]),
  subject('generated-collections', 'WeakMap.prototype', WeakMap.prototype, [
    made('a weak map', 'new WeakMap()'),
  ]),
  subject('generated-collections', 'WeakSet.prototype', WeakSet.prototype, [
    made('a weak set', 'new WeakSet()'),
  ]),
  subject('generated-collections', 'Iterator.prototype', AnyIterator, [ENDLESS_ITERATOR, ODD_ITERATOR]),
  subject('generated-collections', 'Iterator', Reflect.get(globalThis, 'Iterator'), itself('Iterator')),
  subject('generated-numbers', 'Math', Math, itself('Math')),
  subject('generated-numbers', 'Number.prototype', Number.prototype, [made('a number', '1e300'), GIANT_LIST]),
  subject('generated-numbers', 'Number', Number, itself('Number')),
  subject('generated-numbers', 'Date.prototype', Date.prototype, [made('a date', 'new Date(8.64e15)')]),
  subject('generated-numbers', 'Date', Date, itself('Date')),
  subject('generated-numbers', 'Symbol', Symbol, itself('Symbol')),
  subject('generated-buffer', 'Buffer', buffer.Buffer, itself('Buffer')),
  subject('generated-buffer', 'Buffer.prototype', buffer.Buffer.prototype, [
    made('a large buffer', 'Buffer.alloc(1_000_000, 97)'),
    GIANT_LIST,
  ]),
  subject('generated-util', "require('util')", util, itself("require('util')")),
  named('generated-globals', 'globalThis', [
    ...[
      'parseInt',
      'parseFloat',
      'isNaN',
      'encodeURI',
      'encodeURIComponent',
      'decodeURI',
      'decodeURIComponent',
    ],
    ...['atob', 'btoa', 'structuredClone', 'queueMicrotask', 'setTimeout', 'setInterval', 'setImmediate'],
    ...[
      'clearTimeout',
      'clearInterval',
      'escape',
      'unescape',
      'Number',
      'String',
      'Symbol',
      'Boolean',
      'Object',
    ],
    ...[
      'Array',
      'RegExp',
      'Date',
      'Error',
      'AggregateError',
      'Function',
      'eval',
      'BigInt',
      'Proxy',
      'require',
    ],
  ]),
];

/** Classes that are called with `new`. */
export const CLASSES: readonly string[] = [
  ...['Array', 'ArrayBuffer', 'DataView', 'Uint8Array', 'Float64Array', 'Uint8ClampedArray', 'Int32Array'],
  ...[
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'Promise',
    'RegExp',
    'Date',
    'String',
    'Number',
    'Object',
    'Function',
  ],
  ...['Error', 'AggregateError', 'RangeError', 'Proxy', 'SharedArrayBuffer', 'BigInt64Array', 'WeakRef'],
  ...[
    'Buffer',
    'TextEncoder',
    'TextDecoder',
    'URL',
    'URLSearchParams',
    'EventTarget',
    'Event',
    'AbortController',
  ],
  ...['DOMException', 'Iterator', "(require('events'))", "(require('string_decoder').StringDecoder)"],
];

function subject(family: string, holder: string, object: object, receivers: readonly Value[]): Subject {
  return { family, holder, receivers, methods: functionsOf(object) };
}

function named(family: string, holder: string, methods: readonly string[]): Subject {
  return { family, holder, methods, receivers: itself(holder) };
}

/** The names of an object's own functions as they stand in brackets, symbols too. */
function functionsOf(object: object): string[] {
  return Reflect.ownKeys(object).flatMap(key => {
    const { value } = Reflect.getOwnPropertyDescriptor(object, key)!;
    if (typeof value !== 'function' || key === 'constructor' || key === 'prototype') return [];
    return typeof key === 'string' ? [key] : [key.description!];
  });
}
