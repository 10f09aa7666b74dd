import { freeze, SafeSet, setPrototypeOf } from '../kernel/primordials.ts';
import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
} from '../modules/captured.ts';
import type { Guards } from './guards.ts';
import type { Method } from './replace.ts';

const { create, seal } = Object;

/** Everything the language hands out: what globals lead to, and what only syntax and iteration do. */
export function collectIntrinsics(guards: Guards): object[] {
  const found: object[] = [];
  const seen = new SafeSet<object>();
  const visit = (value: unknown): void => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (seen.has(value) || value === globalThis) return;
    seen.add(value);
    found[found.length] = value;
  };
  replaceNatives(globalThis, guards, visit);
  const hidden = syntaxIntrinsics();
  for (let i = 0; i < hidden.length; i++) visit(hidden[i]);
  for (let i = 0; i < found.length; i++) replaceNatives(found[i]!, guards, visit);
  return found;
}

/** Puts guards in the places of natives among the properties of one object, and visits what is there then. */
function replaceNatives(target: object, guards: Guards, visit: (value: unknown) => void): void {
  const proto = getPrototypeOf(target);
  const guardedProto = guards.of(proto);
  if (guardedProto !== proto) setPrototypeOf(target, guardedProto);
  visit(guardedProto);
  const keys = ownKeys(target);
  for (let i = 0; i < keys.length; i++) {
    const found = getOwnPropertyDescriptor(target, keys[i]!)!;
    if ('value' in found) {
      const value = guards.of(found.value);
      if (value !== found.value) defineProperty(target, keys[i]!, { ...found, value });
      visit(value);
    } else {
      visit(found.get);
      visit(found.set);
    }
  }
}

/** Prototypes and functions that no global names. */
function syntaxIntrinsics(): unknown[] {
  const helpers = (
    globalThis as unknown as { Iterator: Record<string, Method> & { prototype: Record<string, Method> } }
  ).Iterator;
  const strictArguments = (function (..._: unknown[]) {
    // biome-ignore lint/complexity/noArguments: its `callee` is a function of V8's own
    return arguments;
  })();
  return [
    async () => {},
    function* () {},
    async function* () {},
    (function* () {})(),
    (async function* () {})(),
    strictArguments,
    // The accessors of its `stack`.
    new Error(),
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
    apply(helpers.prototype.map!, [].values(), [(item: unknown) => item]),
    helpers.from!({ next: () => ({ done: true, value: undefined }) }),
    Object(Symbol.iterator),
    Object(1n),
  ];
}

/**
 * Freezes all but three prototypes:
 *
 * * that of regular expressions stays as V8 made it, or they become several times slower;
 * * that of iterators keeps its writable `Symbol.iterator`, which TypeScript's generators for older targets assign to
 *   objects made from it; an accessor in its place would make V8 slow at spreading Maps and Sets;
 * * that of arrays keeps its writable `constructor` and `Symbol.iterator`: V8 takes a touch for a change, after which it
 *   asks for both each time. A script can give any array others anyway.
 */
export function freezeAll(objects: readonly object[]): void {
  const iterators = (globalThis as unknown as { Iterator: { prototype: object } }).Iterator.prototype;
  for (let i = 0; i < objects.length; i++) {
    const target = objects[i]!;
    if (target === iterators) lock(target, [Symbol.iterator]);
    else if (target === Array.prototype) lock(target, ['constructor', Symbol.iterator]);
    else if (target === Object.prototype) lock(target, []);
    else if (target !== RegExp.prototype) freeze(target);
  }
}

/**
 * Freezes a prototype so that V8 stays fast with what inherits from it. `Object.freeze` would give it frozen elements,
 * after which each new element of an array or an object takes V8's slowest way; what is sealed has none.
 */
function lock(target: object, exceptions: readonly PropertyKey[]): void {
  seal(target);
  const keys = ownKeys(target);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let isLocked = getOwnPropertyDescriptor(target, key)!.get === undefined;
    for (let j = 0; j < exceptions.length; j++) isLocked &&= exceptions[j] !== key;
    if (isLocked) defineProperty(target, key, { writable: false });
  }
  // Its properties are in a dictionary now; V8 makes them fast again when it becomes the prototype of another object.
  create(target);
}
