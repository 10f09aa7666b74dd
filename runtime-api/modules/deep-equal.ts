import { getPrototypeOf, hasOwn, isArray, objectToString } from './captured.ts';
import { types } from './types.ts';

/** `strict` compares like `Object.is` and asks for equal prototypes; `loose` compares like `==`. */
export type EqualityMode = 'strict' | 'loose';

/** Node's deep equality (`assert.deepStrictEqual`, `assert.deepEqual`); cycles end where they close. */
export function isDeepEqual(a: unknown, b: unknown, mode: EqualityMode): boolean {
  return same(a, b, mode, new Map());
}

function same(a: unknown, b: unknown, mode: EqualityMode, open: Map<unknown, unknown>): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    // biome-ignore lint/suspicious/noDoubleEquals: the loose mode is defined by it
    return mode === 'loose' && !isObjectLike(a) && !isObjectLike(b) && a == b;
  }
  if (mode === 'strict' && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  if (objectToString(a) !== objectToString(b) || isArray(a) !== isArray(b)) return false;
  if (open.get(a) === b) return true;
  open.set(a, b);
  const equal = sameInside(a, b, mode, open) && sameProperties(a, b, mode, open);
  open.delete(a);
  return equal;
}

function isObjectLike(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** Compares what objects of built-in kinds hold beside their properties. */
function sameInside(a: object, b: object, mode: EqualityMode, open: Map<unknown, unknown>): boolean {
  if (types.isDate(a)) return types.isDate(b) && Object.is(+(a as Date), +(b as Date));
  if (types.isRegExp(a))
    return String(a) === String(b) && (a as RegExp).lastIndex === (b as RegExp).lastIndex;
  if (types.isBoxedPrimitive(a)) return types.isBoxedPrimitive(b) && Object.is(a.valueOf(), b.valueOf());
  if (types.isNativeError(a)) return sameErrors(a as Error, b as Error, mode, open);
  if (types.isArrayBuffer(a)) {
    return sameElements(new Uint8Array(a as ArrayBuffer), new Uint8Array(b as ArrayBuffer), mode);
  }
  if (ArrayBuffer.isView(a)) {
    if (!ArrayBuffer.isView(b)) return false;
    return types.isDataView(a)
      ? sameElements(bytesOf(a), bytesOf(b), mode)
      : sameElements(a as Uint8Array, b as Uint8Array, mode);
  }
  if (isArray(a)) return a.length === (b as unknown[]).length;
  if (types.isMap(a)) return types.isMap(b) && sameMaps(a as Map<unknown, unknown>, b as never, mode, open);
  if (types.isSet(a)) return types.isSet(b) && sameSets(a as Set<unknown>, b as never, mode, open);
  return !types.isPromise(a) && !types.isWeakMap(a) && !types.isWeakSet(a);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameErrors(a: Error, b: Error, mode: EqualityMode, open: Map<unknown, unknown>): boolean {
  if (a.message !== b.message || a.name !== b.name) return false;
  return same(a.cause, b.cause, mode, open) && same(innerErrors(a), innerErrors(b), mode, open);
}

function innerErrors(error: Error): unknown {
  return error instanceof AggregateError ? error.errors : undefined;
}

function sameElements(a: Uint8Array, b: Uint8Array, mode: EqualityMode): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!Object.is(a[i], b[i]) && (mode === 'strict' || a[i] !== b[i])) return false;
  }
  return true;
}

function sameProperties(a: object, b: object, mode: EqualityMode, open: Map<unknown, unknown>): boolean {
  const keys = comparedKeys(a, mode);
  if (keys.length !== comparedKeys(b, mode).length) return false;
  for (const key of keys) {
    if (!hasOwn(b, key)) return false;
    if (!same((a as Properties)[key], (b as Properties)[key], mode, open)) return false;
  }
  return true;
}

type Properties = Record<PropertyKey, unknown>;

/** Enumerable own keys; the elements of a typed array have been compared already. */
function comparedKeys(value: object, mode: EqualityMode): PropertyKey[] {
  const elements = types.isTypedArray(value);
  const keys: PropertyKey[] = Object.keys(value).filter(key => !elements || !/^\d+$/.test(key));
  if (mode === 'loose') return keys;
  const symbols = Object.getOwnPropertySymbols(value);
  return [...keys, ...symbols.filter(symbol => Object.prototype.propertyIsEnumerable.call(value, symbol))];
}

function sameMaps(
  a: Map<unknown, unknown>,
  b: Map<unknown, unknown>,
  mode: EqualityMode,
  open: Map<unknown, unknown>,
): boolean {
  if (a.size !== b.size) return false;
  const left = new Map(b);
  for (const [key, value] of a) {
    if (left.has(key) && same(value, left.get(key), mode, open)) {
      left.delete(key);
      continue;
    }
    if (mode === 'strict' && !isObjectLike(key)) return false;
    const partner = [...left].find(
      ([otherKey, other]) => same(key, otherKey, mode, open) && same(value, other, mode, open),
    );
    if (partner === undefined) return false;
    left.delete(partner[0]);
  }
  return true;
}

function sameSets(
  a: Set<unknown>,
  b: Set<unknown>,
  mode: EqualityMode,
  open: Map<unknown, unknown>,
): boolean {
  if (a.size !== b.size) return false;
  const left = new Set(b);
  const unmatched = [...a].filter(value => !left.delete(value));
  for (const value of unmatched) {
    if (mode === 'strict' && !isObjectLike(value)) return false;
    const partner = [...left].filter(other => same(value, other, mode, open));
    if (partner.length === 0) return false;
    left.delete(partner[0]);
  }
  return true;
}
