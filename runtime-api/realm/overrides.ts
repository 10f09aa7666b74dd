import { getPrototypeOf, ownKeys } from '../modules/captured.ts';
import { repairOverride } from './descriptors.ts';

/**
 * Prototypes that scripts extend or whose members they assign to on objects of their own, with the members that stay as
 * they are. Not repaired: `constructor` of Array and typed arrays, and Promise: V8 has fast paths that ask whether these
 * are untouched data properties. Nor Map and Set, whose methods would take a tenth longer, and to whose instances hardly
 * anybody assigns.
 */
function prototypes(): [proto: object, exceptions: readonly string[]][] {
  const iterators = (globalThis as unknown as { Iterator: { prototype: object } }).Iterator.prototype;
  const errors = [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError];
  return [
    [Object.prototype, []],
    [Function.prototype, ['length', 'name', 'caller', 'arguments']],
    [Array.prototype, ['constructor', 'length']],
    [getPrototypeOf(Uint8Array.prototype)!, ['constructor']],
    [iterators, []],
    ...[Error, ...errors, WeakMap, WeakSet, Date].map(
      ({ prototype }) => [prototype, []] as [object, readonly string[]],
    ),
  ];
}

export function repairOverrides(): void {
  const all = prototypes();
  for (let i = 0; i < all.length; i++) repairAll(all[i]![0], all[i]![1]);
}

/** Repairs what has come since to those of `changed` that are among the prototypes. */
export function repairNewOverrides(changed: readonly object[]): void {
  const all = prototypes();
  for (let i = 0; i < all.length; i++) {
    const [proto, exceptions] = all[i]!;
    for (let j = 0; j < changed.length; j++) if (changed[j] === proto) repairAll(proto, exceptions);
  }
}

function repairAll(proto: object, exceptions: readonly string[]): void {
  const keys = ownKeys(proto);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let isException = typeof key === 'symbol';
    for (let j = 0; j < exceptions.length; j++) isException ||= exceptions[j] === key;
    if (!isException) repairOverride(proto, key);
  }
}
