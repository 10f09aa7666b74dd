import { defineProperty, uncurryThis as strictUncurryThis } from '../kernel/primordials.ts';

export { apply, setPrototypeOf, stringSlice } from '../kernel/primordials.ts';
export { defineProperty };

/**
 * The intrinsics these modules lean on, taken before any script runs: a script that patches
 * `Array.prototype.join` then breaks its own calls and not the console or the logger.
 */
export const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

/** The kernel's, for libraries' methods whose receivers have no type worth naming. */
// biome-ignore lint/suspicious/noExplicitAny: any method at all
export const uncurryThis: <F extends (...args: any[]) => unknown>(
  method: F,
  // biome-ignore lint/suspicious/noExplicitAny: the receiver is whatever the method is used on
) => (self: any, ...args: Parameters<F>) => ReturnType<F> = strictUncurryThis as never;

export const arrayJoin = uncurryThis(Array.prototype.join);
export const arraySlice = uncurryThis(Array.prototype.slice);
export const objectToString = uncurryThis(Object.prototype.toString);
export const hasOwn = Object.hasOwn;
export const isArray = Array.isArray;
export const stringCharCodeAt = uncurryThis(String.prototype.charCodeAt);
export const stringStartsWith = uncurryThis(String.prototype.startsWith);
export const stringToLowerCase = uncurryThis(String.prototype.toLowerCase);
export const stringReplace = uncurryThis(String.prototype.replace) as unknown as (
  self: string,
  pattern: RegExp,
  replacement: string,
) => string;
export const fromCharCode = String.fromCharCode;
export const promiseThen = uncurryThis(Promise.prototype.then) as (
  self: Promise<unknown>,
  onFulfilled: (value: unknown) => unknown,
  onRejected?: (reason: unknown) => unknown,
) => Promise<unknown>;

/** Node's symbols; they come from the global registry, so libraries in a script's bundle share them. */
export const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
export const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

/** Names a method's or class's non-enumerable property, as built-in ones are. */
export function defineHidden(target: object, key: PropertyKey, value: unknown): void {
  defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}
