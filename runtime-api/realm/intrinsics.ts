import { freeze, SafeSet, setPrototypeOf } from '../kernel/primordials.ts';
import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
} from '../modules/captured.ts';
import type { Guards } from './guards.ts';
import { repairNewOverrides } from './overrides.ts';
import type { Method } from './replace.ts';

const { create, isFrozen, seal } = Object;

type Visit = (value: unknown) => void;

/** Everything the language hands out: what globals lead to, and what only syntax and iteration do. */
export class Intrinsics {
  readonly #guards: Guards;
  readonly #removed: SafeSet<PropertyKey>;
  /** Functions that have a number and a text of their own, which lead nowhere. */
  readonly #leaves: object[] = [];
  readonly #holders: object[] = [];
  /** How many properties each holder had when it was looked at. */
  readonly #counts: number[] = [];

  /** @param removed globals that scripts do not get */
  constructor(guards: Guards, removed: readonly string[]) {
    this.#guards = guards;
    this.#removed = new SafeSet<PropertyKey>(removed);
  }

  /** Finds all there is, and puts guards in the places of natives. */
  collect(): void {
    const visit = this.#visitor(() => false, new SafeSet());
    this.#replaceNatives(globalThis, visit);
    const hidden = syntaxIntrinsics();
    for (let i = 0; i < hidden.length; i++) visit(hidden[i]);
    for (let i = 0; i < this.#holders.length; i++) this.#replaceNatives(this.#holders[i]!, visit);
    for (let i = 0; i < this.#holders.length; i++) this.#counts[i] = ownKeys(this.#holders[i]!).length;
  }

  /**
   * Freezes all, with what has been added since it was collected. To look at everything again would take longer than
   * the rest; that is done for what has another number of properties now.
   */
  freeze(): void {
    const { length: leafCount } = this.#leaves;
    const { length: holderCount } = this.#holders;
    const changed: object[] = [];
    const seen = new SafeSet<object>();
    for (let i = 0; i < leafCount; i++) freeze(this.#leaves[i]!);
    for (let i = 0; i < holderCount; i++) {
      const holder = this.#holders[i]!;
      seen.add(holder);
      if (ownKeys(holder).length === this.#counts[i]) freezeHolder(holder);
      else changed[changed.length] = holder;
    }
    const visit = this.#visitor(isFrozen, seen);
    this.#replaceNatives(globalThis, visit);
    for (let i = 0; i < changed.length; i++) this.#replaceNatives(changed[i]!, visit);
    for (let i = holderCount; i < this.#holders.length; i++) this.#replaceNatives(this.#holders[i]!, visit);
    repairNewOverrides(changed);
    for (let i = 0; i < changed.length; i++) freezeHolder(changed[i]!);
    for (let i = holderCount; i < this.#holders.length; i++) freezeHolder(this.#holders[i]!);
    for (let i = leafCount; i < this.#leaves.length; i++) freeze(this.#leaves[i]!);
  }

  /** Takes note of each object when it meets it for the first time. */
  #visitor(isKnown: (value: object) => boolean, seen: SafeSet<object>): Visit {
    const visit: Visit = value => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
      if (value === globalThis || seen.has(value) || isKnown(value)) return;
      seen.add(value);
      const isLeaf = typeof value === 'function' && hasNameAlone(ownKeys(value));
      const list = isLeaf ? this.#leaves : this.#holders;
      list[list.length] = value;
      if (isLeaf) visit(getPrototypeOf(value));
    };
    return visit;
  }

  /** Puts guards in the places of natives among the properties of one object, and visits what is there then. */
  #replaceNatives(target: object, visit: Visit): void {
    const guards = this.#guards;
    const proto = getPrototypeOf(target);
    const guardedProto = guards.of(proto);
    if (guardedProto !== proto) setPrototypeOf(target, guardedProto);
    visit(guardedProto);
    const keys = ownKeys(target);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      if (target === globalThis && this.#removed.has(key)) continue;
      const found = getOwnPropertyDescriptor(target, key)!;
      if ('value' in found) {
        const value = guards.of(found.value);
        if (value !== found.value) defineProperty(target, key, { ...found, value });
        visit(value);
      } else {
        visit(found.get);
        visit(found.set);
      }
    }
  }
}

function hasNameAlone(keys: readonly PropertyKey[]): boolean {
  return keys.length === 2 && keys[0] === 'length' && keys[1] === 'name';
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
 * All are frozen but three prototypes:
 *
 * * that of regular expressions stays as V8 made it, or they become several times slower;
 * * that of iterators keeps its writable `Symbol.iterator`, which TypeScript's generators for older targets assign to
 *   objects made from it; an accessor in its place would make V8 slow at spreading Maps and Sets;
 * * that of arrays keeps its writable `constructor` and `Symbol.iterator`: V8 takes a touch for a change, after which it
 *   asks for both each time. A script can give any array others anyway.
 */
function freezeHolder(target: object): void {
  const iterators = (globalThis as unknown as { Iterator: { prototype: object } }).Iterator.prototype;
  if (target === iterators) lock(target, [Symbol.iterator]);
  else if (target === Array.prototype) lock(target, ['constructor', Symbol.iterator]);
  else if (target === Object.prototype) lock(target, []);
  else if (target !== RegExp.prototype) freeze(target);
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
