import { isArray } from './captured.ts';
import { DOMException } from './dom-exception.ts';
import { types } from './types.ts';

type Seen = Map<object, unknown>;

/**
 * WHATWG `structuredClone`: plain data, the built-in containers, buffers, dates, expressions and errors,
 * with cycles and shared parts kept. Prototypes of a script's classes are not cloned.
 * `transfer` is taken as a copy: there is no other thread that could receive the original.
 * @throws DOMException named DataCloneError for functions, symbols and what holds no data of its own
 */
export function structuredClone(value: unknown): unknown {
  return clone(value, new Map());
}

function clone(value: unknown, seen: Seen): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') throw uncloneable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (isArray(value)) return cloneInto(value, new Array(value.length), seen);
  if (types.isMap(value)) return cloneMap(value as Map<unknown, unknown>, seen);
  if (types.isSet(value)) return cloneSet(value as Set<unknown>, seen);
  if (types.isNativeError(value)) return cloneError(value as Error, seen);
  const leaf = cloneLeaf(value, seen);
  if (leaf !== undefined) {
    seen.set(value, leaf);
    return leaf;
  }
  if (types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value)) throw uncloneable(value);
  return cloneInto(value, {}, seen);
}

function cloneLeaf(value: object, seen: Seen): object | undefined {
  if (types.isDate(value)) return new Date(+(value as Date));
  if (types.isRegExp(value)) return new RegExp((value as RegExp).source, (value as RegExp).flags);
  if (types.isBoxedPrimitive(value)) {
    if (types.isSymbolObject(value)) throw uncloneable(value);
    return Object(value.valueOf());
  }
  if (types.isArrayBuffer(value)) return (value as ArrayBuffer).slice(0);
  if (types.isDataView(value)) {
    const view = value as DataView;
    return new DataView(clone(view.buffer, seen) as ArrayBuffer, view.byteOffset, view.byteLength);
  }
  if (types.isTypedArray(value)) {
    const view = value as Uint8Array;
    const buffer = clone(view.buffer, seen) as ArrayBuffer;
    return new (typedArrayClass(view))(buffer, view.byteOffset, view.length);
  }
  return undefined;
}

/** The built-in class of a typed array, also where a subclass such as `Buffer` stands before it. */
function typedArrayClass(view: Uint8Array): Uint8ArrayConstructor {
  const name = view[Symbol.toStringTag] as string;
  return (globalThis as unknown as Record<string, Uint8ArrayConstructor>)[name]!;
}

function cloneInto(source: object, target: object, seen: Seen): object {
  seen.set(source, target);
  for (const key of Object.keys(source)) {
    const value = clone((source as Record<string, unknown>)[key], seen);
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return target;
}

function cloneMap(source: Map<unknown, unknown>, seen: Seen): Map<unknown, unknown> {
  const target = new Map();
  seen.set(source, target);
  for (const [key, value] of [...source]) target.set(clone(key, seen), clone(value, seen));
  return target;
}

function cloneSet(source: Set<unknown>, seen: Seen): Set<unknown> {
  const target = new Set();
  seen.set(source, target);
  for (const value of [...source]) target.add(clone(value, seen));
  return target;
}

const ERROR_CLASSES: Record<string, ErrorConstructor> = {
  __proto__: null as never,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function cloneError(source: Error, seen: Seen): Error {
  const target = new (ERROR_CLASSES[source.name] ?? Error)(source.message);
  seen.set(source, target);
  const hidden = { writable: true, enumerable: false, configurable: true };
  Object.defineProperty(target, 'stack', { value: source.stack, ...hidden });
  if ('cause' in source)
    Object.defineProperty(target, 'cause', { value: clone(source.cause, seen), ...hidden });
  return target;
}

function uncloneable(value: unknown): DOMException {
  const shown = typeof value === 'object' ? '#<Object>' : String(value);
  return new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}
