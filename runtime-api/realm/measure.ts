import { lengthOf as lengthOfTypedArray } from '../../src/bridge/captured.ts';
import { getOwnPropertyDescriptor, getPrototypeOf, isArray } from '../modules/captured.ts';
import { NativeDataView, NativeRangeError, POSITIVE_INFINITY } from './natives.ts';

const { isView } = ArrayBuffer;
/** Longer chains are nobody's honest list. */
const MAX_PROTOTYPES = 100;

/**
 * The `length` a native loop would find, asked for without running a getter.
 * @returns Infinity where it cannot be known that way: a getter, or a value that is converted by running code
 */
export function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return 0;
  if (isArray(value)) return value.length;
  if (isView(value) && !(value instanceof NativeDataView)) return lengthOfTypedArray(value as Uint8Array);
  let holder: object | null = value;
  for (let i = 0; holder !== null && i < MAX_PROTOTYPES; i++) {
    const found = getOwnPropertyDescriptor(holder, 'length');
    if (found !== undefined) return 'value' in found ? asLength(found.value) : POSITIVE_INFINITY;
    holder = getPrototypeOf(holder);
  }
  return holder === null ? 0 : POSITIVE_INFINITY;
}

function asLength(value: unknown): number {
  if (typeof value === 'number') return value > 0 ? value : 0;
  if (value === undefined || value === null || typeof value === 'boolean') return 1;
  return POSITIVE_INFINITY;
}

export function refuse(): never {
  throw new NativeRangeError('too much for one operation of a script in the strict profile');
}

/** @throws RangeError for what is longer than `cap` or cannot be measured */
export function requireLength(value: unknown, cap: number): void {
  if (!(lengthOf(value) <= cap)) refuse();
}
