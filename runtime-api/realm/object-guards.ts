import { apply, construct, parseJson } from '../kernel/primordials.ts';
import { isArray, stringCharCodeAt } from '../modules/captured.ts';
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
  guards.methods(JSON, ['stringify'], guardStringify, { ...tools, parse: parseJson, requireIndentable });
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

type StringifyTools = Omit<Tools, 'apply'> & {
  parse: typeof parseJson;
  requireIndentable: typeof requireIndentable;
};

/**
 * JSON.stringify(deep, null, 10): each line begins with as many spaces as it is deep. What getters and `toJSON` give is known
 * when it was written once without; then that is indented, if it is not too deep.
 */
function guardStringify(
  native: Method,
  { isArray, isView, requireKeyed, parse, requireIndentable }: StringifyTools,
): Method {
  return {
    stringify(this: unknown, value: unknown, replacer?: unknown, space?: unknown) {
      if (typeof value === 'string' || isArray(value) || isView(value)) requireKeyed(value);
      if (!space) return native.call(this, value, replacer);
      const text = native.call(this, value, replacer) as string | undefined;
      if (text === undefined) return text;
      requireIndentable(text);
      return native.call(this, parse(text), null, space);
    },
  }.stringify;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
/** `[` and `]`. `{` and `}` differ from them by one bit. */
const OPENING = 0x5b;
const CLOSING = 0x5d;
const CURLY_BIT = 0x20;
/** As many as JSON.stringify takes for a step. */
const MAX_STEP_UNITS = 10;

/** @throws RangeError where a JSON text would be too long with the widest indent */
function requireIndentable(text: string): void {
  if (text.length > CAPS.stringUnits) refuse();
  let depth = 0;
  let units = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = stringCharCodeAt(text, i);
    if (code === QUOTE) i = endOfString(text, i + 1);
    const bracket = code & ~CURLY_BIT;
    if (bracket === OPENING) depth++;
    if (bracket === CLOSING) depth--;
    if (bracket === OPENING || bracket === CLOSING || code === COMMA) units += depth * MAX_STEP_UNITS;
  }
  if (units > CAPS.indentedUnits) refuse();
}

/** Where the quote is that ends a string of JSON. */
function endOfString(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = stringCharCodeAt(text, i);
    if (code === QUOTE) return i;
    if (code === BACKSLASH) i++;
  }
  return text.length;
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
