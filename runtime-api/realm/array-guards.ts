import { construct, floor, toNumber } from '../kernel/primordials.ts';
import { apply, defineProperty, isArray } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { lengthOf, refuse, requireLength } from './measure.ts';
import {
  isConcatSpreadable,
  iterator,
  NativeArray,
  NativeObject,
  NativeTypeError,
  POSITIVE_INFINITY,
} from './natives.ts';
import type { Method } from './replace.ts';

/** Methods whose native loop goes over `this`: Array.prototype.includes.call({ length: 2 ** 53 - 1 }). */
const LOOPING_METHODS = ['copyWithin', 'fill', 'reduce', 'reduceRight', 'splice', 'toSpliced', 'unshift'];
/** Of those, the ones to which an argument that is `undefined` is as good as none, and a third one nothing. */
const PLAIN_LOOPING_METHODS = [
  ...['every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'forEach', 'map', 'some'],
  ...['reverse', 'shift', 'slice', 'toReversed', 'with'],
];

/** An array this long is made at once; one that says it is longer has to have what it says. */
const PRESIZED_ELEMENTS = 1_024;

export function guardArrays(guards: Guards): void {
  const proto = Array.prototype;
  const tools = { isArray, lengthOf, refuse, apply, cap: CAPS.arrayElements };
  guards.methods(proto, LOOPING_METHODS, guardLength, tools);
  guards.methods(proto, PLAIN_LOOPING_METHODS, guardPlainLength, tools);
  guards.methods(proto, ['includes', 'indexOf'], guardSearch, { requireSearchable });
  guards.methods(proto, ['lastIndexOf'], guardLastIndexOf, { requireSearchable });
  const sortTools = { ...tools, cap: CAPS.sortElements, maxUnits: CAPS.sortedUnits };
  guards.methods(proto, ['sort', 'toSorted'], guardSort, sortTools);
  guards.methods(proto, ['join'], guardJoin, { ...tools, maxUnits: CAPS.joinedUnits });
  guards.method(proto, 'concat', guardConcat);
  // [new Array(4e9)].flat(): the inner length is what loops. Loops of our own are interrupted.
  guards.method(proto, 'flat', () => methods.flat);
  guards.method(proto, 'flatMap', () => methods.flatMap);
  // Array.from({ length: 2 ** 53 - 1 }), and an object whose iterator comes and goes.
  guards.method(Array, 'from', () => methods.from);
}

interface LengthTools {
  isArray: (value: unknown) => boolean;
  lengthOf: (value: unknown) => number;
  refuse: () => never;
  apply: typeof apply;
  cap: number;
}

function guardLength(native: Method, tools: LengthTools): Method {
  const { isArray, lengthOf, refuse, apply, cap } = tools;
  return {
    guarded(this: unknown, a: unknown, b: unknown) {
      const length = isArray(this) ? (this as unknown[]).length : lengthOf(this);
      if (!(length <= cap)) refuse();
      // biome-ignore lint/complexity/noArguments: a rest parameter would cost an array each time
      const count = arguments.length;
      if (count === 1) return native.call(this, a);
      if (count === 0) return native.call(this);
      if (count === 2) return native.call(this, a, b);
      // biome-ignore lint/complexity/noArguments: as above
      return apply(native, this, arguments as never);
    },
  }.guarded;
}

/** Asking how many arguments there are costs more than the check. */
function guardPlainLength(native: Method, { isArray, lengthOf, refuse, cap }: LengthTools): Method {
  return {
    guarded(this: unknown, a: unknown, b: unknown) {
      const length = isArray(this) ? (this as unknown[]).length : lengthOf(this);
      if (!(length <= cap)) refuse();
      return native.call(this, a, b);
    },
  }.guarded;
}

/** new Array(1e6).fill(long + 'a').includes(long + 'b'): each text is compared to its last unit. */
function requireSearchable(list: unknown, wanted: unknown): void {
  const length = lengthOf(list);
  if (!(length <= CAPS.arrayElements)) refuse();
  if (typeof wanted === 'string' && wanted.length * length > CAPS.comparedUnits) refuse();
}

interface SearchTools {
  requireSearchable: typeof requireSearchable;
}

function guardSearch(native: Method, { requireSearchable }: SearchTools): Method {
  return {
    guarded(this: unknown, wanted: unknown, from: unknown) {
      requireSearchable(this, wanted);
      return native.call(this, wanted, from);
    },
  }.guarded;
}

/** To it alone a place that is `undefined` is not the same as none. */
function guardLastIndexOf(native: Method, { requireSearchable }: SearchTools): Method {
  return {
    guarded(this: unknown, wanted: unknown, from: unknown) {
      requireSearchable(this, wanted);
      // biome-ignore lint/complexity/noArguments: a rest parameter would cost an array each time
      return arguments.length < 2 ? native.call(this, wanted) : native.call(this, wanted, from);
    },
  }.guarded;
}

/**
 * new Array(1e6).sort(): the default order calls nothing of the script's, so nothing interrupts it. The same with few
 * texts that are long and alike.
 */
function guardSort(native: Method, tools: LengthTools & { maxUnits: number }): Method {
  const { isArray, lengthOf, refuse, cap, maxUnits } = tools;
  return {
    guarded(this: unknown, order: unknown) {
      const length = isArray(this) ? (this as unknown[]).length : lengthOf(this);
      if (!(length <= cap)) refuse();
      if (order !== undefined) return native.call(this, order);
      if (isArray(this)) {
        let units = 0;
        for (let i = 0; i < length; i++) {
          const item: unknown = (this as unknown[])[i];
          if (typeof item === 'string') units += item.length;
        }
        if (units > maxUnits) refuse();
      }
      return native.call(this);
    },
  }.guarded;
}

/** new Array(1e6).join('x'.repeat(1e6)), new Array(256).fill('x'.repeat(2 ** 20)).join() */
function guardJoin(native: Method, { isArray, lengthOf, refuse, cap, maxUnits }: JoinTools): Method {
  return {
    join(this: unknown, separator: unknown) {
      const length = isArray(this) ? this.length : lengthOf(this);
      const text = separator === undefined ? ',' : typeof separator === 'string' ? separator : `${separator}`;
      let units = length * text.length;
      if (!(length <= cap && units <= maxUnits)) refuse();
      if (!isArray(this)) return native.call(this, text);
      for (let i = 0; i < length; i++) {
        const item: unknown = this[i];
        if (typeof item === 'string') units += item.length;
      }
      if (!(units <= maxUnits)) refuse();
      return native.call(this, text);
    },
  }.join;
}

interface JoinTools {
  isArray: (value: unknown) => value is unknown[];
  lengthOf: (value: unknown) => number;
  refuse: () => never;
  cap: number;
  maxUnits: number;
}

/** [].concat(new Array(4e9)), [].concat({ length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true }) */
function guardConcat(native: Method): Method {
  return {
    concat(this: unknown, ...items: unknown[]) {
      let total = spreadLength(this);
      for (let i = 0; i < items.length; i++) total += spreadLength(items[i]);
      if (!(total <= CAPS.arrayElements)) refuse();
      return apply(native, this, items);
    },
  }.concat;
}

/** What spreads without being an array could be measured, and be longer when its turn comes. */
function spreadLength(item: unknown): number {
  if (isArray(item)) return item.length;
  if (typeof item !== 'object' || item === null) return 1;
  const spreads = (item as { [isConcatSpreadable]?: unknown })[isConcatSpreadable];
  return spreads === undefined ? 1 : POSITIVE_INFINITY;
}

const methods = {
  flat(this: unknown, depth: unknown = 1) {
    requireLength(this, CAPS.arrayElements);
    const result: unknown[] = [];
    flattenInto(result, this as unknown[], toNumber(depth) || 0);
    return result;
  },
  flatMap(this: unknown, callback: Method, self?: unknown) {
    requireLength(this, CAPS.arrayElements);
    if (typeof callback !== 'function') throw new NativeTypeError('flatMap callback is not a function');
    const list = this as unknown[];
    const { length } = list;
    const result: unknown[] = [];
    for (let i = 0; i < length; i++) {
      if (!(i in list)) continue;
      const value = apply(callback, self, [list[i], i, list]);
      if (isArray(value)) flattenInto(result, value, 0);
      else append(result, value);
    }
    return result;
  },
  from(this: unknown, source: unknown, mapper?: Method, self?: unknown) {
    if (mapper !== undefined && typeof mapper !== 'function')
      throw new NativeTypeError(`${typeof mapper} is not a function`);
    const list = toList(source, mapper, self);
    if (typeof this !== 'function' || this === NativeArray || !isConstructor(this as Method)) return list;
    const made = construct(this as never, []) as { length: number };
    for (let i = 0; i < list.length; i++) setOwn(made, i, list[i]);
    made.length = list.length;
    return made;
  },
};

function isConstructor(value: Method): boolean {
  try {
    construct(NativeObject, [], value as never);
    return true;
  } catch {
    return false;
  }
}

/** The elements of an iterable or a list, taken in loops of our own. */
export function toList(source: unknown, mapper?: Method, self?: unknown): unknown[] {
  if (source === undefined || source === null) throw new NativeTypeError(`${source} is not iterable`);
  const iterate: unknown = (source as { [iterator]?: unknown })[iterator];
  if (iterate !== undefined && iterate !== null) {
    const result: unknown[] = [];
    const iterable = {
      [iterator]: () => apply(iterate as Method, source, []),
    } as never as Iterable<unknown>;
    for (const item of iterable) append(result, mapped(item, result.length, mapper, self));
    return result;
  }
  const list = NativeObject(source) as ArrayLike<unknown>;
  const length = floor(toNumber(list.length));
  const result: unknown[] = length > 0 && length <= PRESIZED_ELEMENTS ? new NativeArray(length) : [];
  for (let i = 0; i < length; i++) result[i] = mapped(list[i], i, mapper, self);
  return result;
}

/** The plain call is the faster one, and gives the mapper the same `this`. */
function mapped(item: unknown, index: number, mapper: Method | undefined, self: unknown): unknown {
  if (mapper === undefined) return item;
  return self === undefined ? mapper(item, index) : apply(mapper, self, [item, index]);
}

function flattenInto(result: unknown[], list: ArrayLike<unknown>, depth: number): void {
  const { length } = list;
  for (let i = 0; i < length; i++) {
    if (!(i in list)) continue;
    const item = list[i];
    if (depth >= 1 && isArray(item)) flattenInto(result, item, depth - 1);
    else append(result, item);
  }
}

function append(list: unknown[], item: unknown): void {
  list[list.length] = item;
}

function setOwn(target: object, key: number, value: unknown): void {
  defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
