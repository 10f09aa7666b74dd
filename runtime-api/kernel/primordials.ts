/**
 * What our own code in the isolate uses of the language, captured before the script can change it.
 * A script that patches a prototype thereby breaks itself alone, and gets our behaviour unchanged.
 */
const { bind, call } = Function.prototype;

/** `uncurryThis(f)(self, ...args)` is `f.call(self, ...args)`, whatever becomes of `Function.prototype`. */
export const uncurryThis = bind.bind(call) as <T, A extends unknown[], R>(
  method: (this: T, ...args: A) => R,
) => (self: T, ...args: A) => R;

export const { apply, construct, defineProperty, deleteProperty, setPrototypeOf } = Reflect;
export const { freeze, keys: objectKeys } = Object;
export const NativeArrayBuffer = ArrayBuffer;
export const isArrayBufferView = ArrayBuffer.isView;
export const NativeBigInt = BigInt;
export const NativeDate = Date;
export const NativeError = Error;
export const NativeMap = Map;
export const NativeUint8Array = Uint8Array;
export const toText = String;
export const toNumber = Number;
export const { floor, trunc } = Math;
export const { isInteger } = Number;
export const parseJson = JSON.parse;
// biome-ignore lint/security/noGlobalEval: the script is evaluated in its own isolate's global scope
export const indirectEval = eval as (source: string) => unknown;

export const stringSlice = uncurryThis(String.prototype.slice);
export const stringToUpperCase = uncurryThis(String.prototype.toUpperCase);
export const stringIncludes = uncurryThis(String.prototype.includes);
export const stringSplit = uncurryThis(
  String.prototype.split as (this: string, separator: string) => string[],
);
export const mapSet = uncurryThis(Map.prototype.set) as <K, V>(map: Map<K, V>, key: K, value: V) => Map<K, V>;
export const promiseResolve = bind.call(Promise.resolve, Promise) as (value?: unknown) => Promise<unknown>;
export const promiseReject = bind.call(Promise.reject, Promise) as (reason: unknown) => Promise<never>;

/** Gives `safe`'s prototype its own frozen copy of every method it would have looked up at `native`. */
function copyMethods<C extends { prototype: object }>(native: { prototype: object }, safe: C): C {
  for (const key of Reflect.ownKeys(native.prototype)) {
    if (key === 'constructor') continue;
    const descriptor = Reflect.getOwnPropertyDescriptor(native.prototype, key)!;
    defineProperty(safe.prototype, key, { ...descriptor, configurable: false });
  }
  Object.setPrototypeOf(safe.prototype, null);
  freeze(safe.prototype);
  return freeze(safe);
}

/** A Map whose methods cannot be changed from outside. Iterate it with `forEach`. */
export const SafeMap = copyMethods(Map, class SafeMap<K, V> extends Map<K, V> {});
export type SafeMap<K, V> = Map<K, V>;
/** A Set whose methods cannot be changed from outside. Iterate it with `forEach`. */
export const SafeSet = copyMethods(Set, class SafeSet<T> extends Set<T> {});
export type SafeSet<T> = Set<T>;
