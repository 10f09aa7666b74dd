import { defineProperty, indirectEval, SafeMap, setPrototypeOf } from '../kernel/primordials.ts';
import { getOwnPropertyDescriptor, getPrototypeOf, hasOwn, ownKeys } from '../modules/captured.ts';
import { dress, type Method, methodAt, recompiled } from './replace.ts';

/**
 * Guards by the native function each stands for. They are put in the natives' places all at once, wherever a walk
 * of the realm finds one: a native has aliases (`Number.parseInt`, `String.prototype.trimLeft`).
 */
export class Guards {
  readonly #byNative = new SafeMap<unknown, unknown>();
  readonly #constructors: { native: Method; guard: Method }[] = [];

  /** @param guard stands for `native` from now on, with its name and `length` */
  add(native: Method, guard: Method): void {
    dress(guard, native);
    this.#byNative.set(native, guard);
  }

  /** Guards `target[key]`, where this V8 has it. */
  method(target: object, key: PropertyKey, make: (native: Method) => Method): void {
    const native = methodAt(target, key);
    if (native !== undefined) this.add(native, make(native));
  }

  /**
   * Guards several methods alike. `factory` is compiled anew for each, so that each has type feedback of its
   * own and stays fast; it can refer to its arguments and to nothing else, for globals are the script's to replace.
   * @param tools what else it needs, as its second argument
   */
  methods<T>(
    target: object,
    keys: readonly PropertyKey[],
    factory: (native: Method, tools: T) => Method,
    tools: T,
  ): void {
    const factories = recompiled(indirectEval, factory, keys.length);
    for (let i = 0; i < keys.length; i++) {
      const native = methodAt(target, keys[i]!);
      if (native !== undefined) this.add(native, factories[i]!(native, tools));
    }
  }

  /** Guards a global constructor: what is made through the guard has the native prototype, whose `constructor` it becomes. */
  constructorOf(name: string, native: Method, guard: Method): void {
    this.globalConstructor(name, native, guard);
    setPrototypeOf(guard, getPrototypeOf(native));
    this.#byNative.set(native, guard);
    this.#constructors[this.#constructors.length] = { native, guard };
    this.adoptStatics();
  }

  /** Gives guards of constructors the static members that the natives have: V8 adds some late (`Uint8Array.fromHex`). */
  adoptStatics(): void {
    for (let i = 0; i < this.#constructors.length; i++) {
      const { native, guard } = this.#constructors[i]!;
      const keys = ownKeys(native);
      for (let j = 0; j < keys.length; j++) {
        const key = keys[j]!;
        if (!hasOwn(guard, key)) defineProperty(guard, key, getOwnPropertyDescriptor(native, key)!);
      }
    }
  }

  /** Guards a global constructor where it is a global; its prototype's `constructor` stays. */
  globalConstructor(name: string, native: Method, guard: Method): void {
    dress(guard, native);
    defineProperty(guard, 'prototype', { value: native.prototype, writable: false });
    defineProperty(globalThis, name, { value: guard, writable: true, enumerable: false, configurable: true });
  }

  /** The guard of a native, or the value itself. */
  of<T>(value: T): T {
    return (this.#byNative.get(value) as T | undefined) ?? value;
  }

  /** Whether a value is a native function that a guard stands for. */
  has(value: unknown): boolean {
    return this.#byNative.has(value);
  }

  get size(): number {
    return this.#byNative.size;
  }
}
