import { construct, indirectEval, isArrayBufferView, NativeArrayBuffer } from '../kernel/primordials.ts';
import { apply, getPrototypeOf } from '../modules/captured.ts';
import { toList } from './array-guards.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { lengthOf, refuse } from './measure.ts';
import { NativeTypeError } from './natives.ts';
import { type Method, recompiled } from './replace.ts';

const NAMES = [
  ...['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array'],
  ...['Uint8ClampedArray', 'Float16Array', 'Float32Array', 'Float64Array'],
];

export function guardTypedArrays(guards: Guards): void {
  const abstract = getPrototypeOf(Uint8Array) as { prototype: object };
  const tools: Tools = {
    NativeTypeError,
    construct,
    refuse,
    lengthOf,
    isBytes,
    toList,
    cap: CAPS.typedArrayElements,
  };
  const factories = recompiled(indirectEval, guardConstructor, NAMES.length);
  for (let i = 0; i < NAMES.length; i++) {
    const name = NAMES[i]!;
    const native = (globalThis as unknown as Record<string, Method | undefined>)[name];
    if (native === undefined) continue;
    guards.constructorOf(name, native, factories[i]!(native, tools));
  }
  // Uint8Array.from({ length: 6e7 }) was stuck for good.
  guards.method(
    abstract,
    'from',
    native =>
      ({
        from(this: unknown, source: unknown, mapper?: unknown, self?: unknown) {
          const list = toList(source);
          return apply(native, this, mapper === undefined ? [list] : [list, mapper, self]);
        },
      }).from,
  );
  // new Uint8Array(6e7).sort(): seconds in one step.
  bound(guards, abstract.prototype, 'sort', CAPS.sortElements);
  bound(guards, abstract.prototype, 'toSorted', CAPS.sortElements);
  // Of a million doubles, nearly a second of collections at the limit of the heap.
  bound(guards, abstract.prototype, 'filter', CAPS.filteredElements);
}

function bound(guards: Guards, holder: object, key: string, cap: number): void {
  guards.method(
    holder,
    key,
    native =>
      ({
        method(this: unknown, ...args: unknown[]) {
          if (!(lengthOf(this) <= cap)) refuse();
          return apply(native, this, args);
        },
      }).method,
  );
}

interface Tools {
  NativeTypeError: typeof NativeTypeError;
  construct: typeof construct;
  refuse: () => never;
  lengthOf: (value: unknown) => number;
  isBytes: (value: unknown) => boolean;
  toList: typeof toList;
  cap: number;
}

/** new Uint8Array({ length: 6e7 }): 3.6 seconds in one step. Through a constructor with a bound, nothing longer exists. */
function guardConstructor(
  native: Method,
  { NativeTypeError, construct, refuse, lengthOf, isBytes, toList, cap }: Tools,
): Method {
  return function guarded(this: unknown, first: unknown, offset?: unknown, length?: unknown): unknown {
    if (new.target === undefined) throw new NativeTypeError(`Constructor ${native.name} requires 'new'`);
    if (typeof first !== 'object' || first === null) {
      const count = +(first as number);
      if (count > cap) refuse();
      return new.target === guarded
        ? new (native as never as typeof Uint8Array)(count)
        : construct(native as never, [count], new.target);
    }
    const source = isBytes(first) ? first : toList(first);
    const made =
      new.target !== guarded
        ? (construct(native as never, [source, offset, length], new.target) as unknown)
        : offset === undefined
          ? new (native as never as typeof Uint8Array)(source as never)
          : new (native as never as typeof Uint8Array)(source as never, offset as never, length as never);
    if (!(lengthOf(made) <= cap)) refuse();
    return made;
  };
}

/** What a native constructor may be given as it is; anything else becomes an array of ours first. */
function isBytes(value: unknown): boolean {
  return isArrayBufferView(value) || value instanceof NativeArrayBuffer;
}
