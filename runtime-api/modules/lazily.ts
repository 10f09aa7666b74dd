import { defineProperty } from './captured.ts';

/** A function that makes its value at the first call and remembers it; undefined while it is being made. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  let making = false;
  return () => {
    if (making) return undefined as T;
    if (made === undefined) {
      making = true;
      try {
        made = { value: make() };
      } finally {
        making = false;
      }
    }
    return made.value;
  };
}

/**
 * Gives `target` a property that behaves like a writable one, but whose value `read` fetches: where that
 * makes the value, a library that looks for a built-in of its own name on the way finds undefined.
 */
export function defineLazy(target: object, key: string, read: () => unknown): void {
  let current = read;
  defineProperty(target, key, {
    get: () => current(),
    set: (value: unknown) => {
      current = () => value;
    },
    enumerable: true,
    configurable: true,
  });
}
