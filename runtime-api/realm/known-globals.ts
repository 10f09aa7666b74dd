import { SafeSet } from '../kernel/primordials.ts';
import { ownKeys } from '../modules/captured.ts';
import { REMOVED_GLOBALS } from './removals.ts';

/** Globals of the language that scripts may see: each was looked at before it came here. */
export const KNOWN_GLOBALS: readonly string[] = [
  ...[
    'Object',
    'Function',
    'Array',
    'Number',
    'Boolean',
    'String',
    'Symbol',
    'Date',
    'Promise',
    'RegExp',
    'BigInt',
  ],
  ...['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError'],
  ...[
    'URIError',
    'SuppressedError',
    'DisposableStack',
    'AsyncDisposableStack',
    'Iterator',
    'Proxy',
    'Reflect',
  ],
  ...['Map', 'Set', 'WeakMap', 'WeakSet', 'JSON', 'Math', 'ArrayBuffer', 'DataView'],
  ...['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'BigUint64Array'],
  ...['BigInt64Array', 'Uint8ClampedArray', 'Float16Array', 'Float32Array', 'Float64Array'],
  ...['parseFloat', 'parseInt', 'isFinite', 'isNaN', 'Infinity', 'NaN', 'undefined', 'globalThis', 'eval'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape'],
];

const expected = new SafeSet<PropertyKey>([...KNOWN_GLOBALS, ...REMOVED_GLOBALS]);

/**
 * Refuses a V8 that brings a global nobody has looked at: it may be a way round everything else.
 * @throws Error that names it
 */
export function requireKnownGlobals(): void {
  const keys = ownKeys(globalThis);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (expected.has(key)) continue;
    throw new Error(
      `this V8 has a global nobody has looked at: ${String(key)}; see what it allows, then add it to KNOWN_GLOBALS ` +
        'or REMOVED_GLOBALS',
    );
  }
}
