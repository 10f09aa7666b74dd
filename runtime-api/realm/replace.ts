import { defineProperty } from '../kernel/primordials.ts';
import { getOwnPropertyDescriptor } from '../modules/captured.ts';

// biome-ignore lint/suspicious/noExplicitAny: any method at all
export type Method = (this: any, ...args: any[]) => any;

/** Puts `replacement` where `target` has a method, with the native one's name and `length`. */
export function putMethod(target: object, key: PropertyKey, replacement: Method, native: Method): void {
  dress(replacement, native);
  defineProperty(target, key, { value: replacement, writable: true, enumerable: false, configurable: true });
}

/** The native method at `target[key]`; undefined where this V8 has none. */
export function methodAt(target: object, key: PropertyKey): Method | undefined {
  const value: unknown = getOwnPropertyDescriptor(target, key)?.value;
  return typeof value === 'function' ? (value as Method) : undefined;
}

/** Gives a function the native one's name and `length`. */
export function dress(replacement: Method, native: Method): void {
  defineProperty(replacement, 'name', { value: native.name, configurable: true });
  defineProperty(replacement, 'length', { value: native.length, configurable: true });
}

/**
 * A function's source compiled once more, so many times: each copy has type feedback of its own, and so stays fast. It is
 * one text, for what V8 has made of a text before it gives again. In sloppy code a text that is `this` would be made an
 * object at each call.
 */
export function recompiled<F extends Method>(
  evaluate: (source: string) => unknown,
  factory: F,
  count: number,
): readonly F[] {
  let copies = '';
  for (let i = 0; i < count; i++) copies += `(${factory}),`;
  return evaluate(`'use strict'; [${copies}]`) as F[];
}
