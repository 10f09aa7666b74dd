import { apply, construct } from '../kernel/primordials.ts';
import { isArray } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { lengthOf, refuse } from './measure.ts';
import { NativeObject } from './natives.ts';
import type { Method } from './replace.ts';

/** Object.keys(new Uint8Array(1e8)), Object.keys(new Array(2 ** 20).fill(0)): each element becomes a name, in a loop of V8's own. */
const NAMING_METHODS = [
  ...['keys', 'values', 'entries', 'getOwnPropertyNames', 'getOwnPropertyDescriptors', 'fromEntries'],
];
/** Object.freeze(new Array(1e8)): each element is looked at. */
const WHOLE_METHODS = ['freeze', 'seal', 'isFrozen', 'isSealed'];

const { isView } = ArrayBuffer;

export function guardObjects(guards: Guards): void {
  const tools = { isArray, isView, requireKeyed, apply };
  guards.methods(Object, NAMING_METHODS, guardKeyed, { ...tools, requireKeyed: requireFewElements });
  guards.methods(Object, WHOLE_METHODS, guardKeyed, tools);
  guards.methods(Reflect, ['ownKeys'], guardKeyed, { ...tools, requireKeyed: requireFewElements });
  // JSON.stringify(new Array(1e8)). Arrays within the value are not looked at: the heap limit ends those.
  guards.methods(JSON, ['stringify'], guardKeyed, tools);
  // Object.create({}, new Uint8Array(1e6)): the names are collected first.
  for (const key of ['assign', 'create', 'defineProperties']) guards.method(Object, key, guardEach);
  guardCalls(guards);
}

type Tools = {
  isArray: (value: unknown) => boolean;
  isView: (value: unknown) => boolean;
  requireKeyed: (value: unknown) => void;
  apply: typeof apply;
};

function guardKeyed(native: Method, { isArray, isView, requireKeyed, apply }: Tools): Method {
  return {
    guarded(this: unknown, value: unknown) {
      if (typeof value === 'string' || isArray(value) || isView(value)) requireKeyed(value);
      // biome-ignore lint/complexity/noArguments: a rest parameter would cost an array each time
      return arguments.length === 1 ? native.call(this, value) : apply(native, this, arguments as never);
    },
  }.guarded;
}

function requireKeyed(value: unknown): void {
  if (!(lengthOf(value) <= (isArray(value) ? CAPS.arrayElements : CAPS.elementKeys))) refuse();
}

function requireFewElements(value: unknown): void {
  if (!(lengthOf(value) <= CAPS.elementKeys)) refuse();
}

/** Object.assign({}, new Uint8Array(5e6)) */
function guardEach(native: Method): Method {
  return {
    guarded(...values: unknown[]) {
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        if (typeof value === 'string' || isArray(value) || isView(value)) requireFewElements(value);
      }
      return apply(native as never, NativeObject, values);
    },
  }.guarded;
}

/** Math.max.apply(null, { length: 1e8 }): the list of arguments is made in a loop of V8's own. */
function guardCalls(guards: Guards): void {
  guards.method(
    Function.prototype,
    'apply',
    native =>
      ({
        apply(this: Method, self: unknown, list: unknown) {
          if (list === undefined || list === null) return native.call(this, self);
          if (!(lengthOf(list) <= CAPS.applyArguments)) refuse();
          return apply(this, self, list as never);
        },
      }).apply,
  );
  guards.method(Reflect, 'apply', () => (target: Method, self: unknown, list: unknown) => {
    if (!(lengthOf(list) <= CAPS.applyArguments)) refuse();
    return apply(target, self, list as never);
  });
  guards.method(Reflect, 'construct', () => (target: Method, list: unknown, ...newTarget: unknown[]) => {
    if (!(lengthOf(list) <= CAPS.applyArguments)) refuse();
    return newTarget.length === 0
      ? construct(target as never, list as never)
      : construct(target as never, list as never, newTarget[0] as never);
  });
}
