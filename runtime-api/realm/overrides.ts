import { getPrototypeOf, ownKeys } from '../modules/captured.ts';
import { repairOverride } from './descriptors.ts';

/**
 * Prototypes that scripts extend or whose members they assign to on objects of their own. Not repaired: `constructor`
 * of Array and typed arrays, and Promise: V8 has fast paths that ask whether these are untouched data properties. Nor
 * Map and Set, whose methods would take a tenth longer, and to whose instances hardly anybody assigns.
 */
export function repairOverrides(): void {
  repairAll(Object.prototype, []);
  repairAll(Function.prototype, ['length', 'name', 'caller', 'arguments']);
  repairAll(Array.prototype, ['constructor', 'length']);
  const errors = [
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    URIError,
    AggregateError,
  ];
  for (let i = 0; i < errors.length; i++) repairAll(errors[i]!.prototype, []);
  for (const { prototype } of [WeakMap, WeakSet, Date]) repairAll(prototype, []);
  repairAll(getPrototypeOf(Uint8Array.prototype)!, ['constructor']);
  const iterators = (globalThis as unknown as { Iterator: { prototype: object } }).Iterator.prototype;
  repairAll(iterators, []);
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
