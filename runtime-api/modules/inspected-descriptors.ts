import { NativeUint8Array } from '../kernel/primordials.ts';
import { defineProperty, getPrototypeOf, isArray } from './captured.ts';

/** Beyond it, the names of an array's elements alone take longer to collect than a session may take. */
const MAX_ELEMENTS = 2 ** 14;

const native = Object.getOwnPropertyDescriptors;
const abstract = getPrototypeOf(NativeUint8Array) as unknown as new () => unknown;

function put(value: typeof native): void {
  defineProperty(Object, 'getOwnPropertyDescriptors', { value, writable: true, configurable: true });
}

/**
 * For the library that inspects values, which takes this when it is evaluated and asks it for the properties of an
 * array that are no elements: of a long one it is told of none. `giveBack` puts the language's own in its place.
 */
put(target => {
  const isLong =
    (isArray(target) || target instanceof abstract) && (target as ArrayLike<unknown>).length > MAX_ELEMENTS;
  return isLong ? ({} as never) : native(target);
});

export function giveBack(): void {
  put(native);
}
