import { toNumber } from '../kernel/primordials.ts';
import { apply, isArray } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { lengthOf, refuse } from './measure.ts';
import { NativeObject, NativeTypeError } from './natives.ts';
import type { Method } from './replace.ts';

/**
 * Methods that make another text of the whole one, or ask the rules of Unicode for each unit. What only reads it
 * (`trim`, `startsWith`, …) has no guard: it costs no more than `text[0]`, which nothing can guard.
 */
const TEXT_METHODS = [
  ...['toLocaleUpperCase', 'toLocaleLowerCase', 'localeCompare'],
  ...['anchor', 'fontcolor', 'fontsize', 'link'],
];
/** Of those, the ones that are given nothing. */
const BARE_TEXT_METHODS = ['toUpperCase', 'toLowerCase', 'isWellFormed', 'toWellFormed'];
/** parseFloat('1'.repeat(2 ** 28)) */
const TEXT_FUNCTIONS = [
  'parseInt',
  'parseFloat',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
];

export function guardStrings(guards: Guards): void {
  const tools = { apply, refuse, cap: CAPS.stringUnits };
  guards.methods(String.prototype, TEXT_METHODS, guardText, tools);
  guards.methods(String.prototype, BARE_TEXT_METHODS, guardBareText, tools);
  // 'ﷺ'.repeat(2 ** 24).normalize('NFKD'): eighteen units from each, and tens of seconds.
  guards.methods(String.prototype, ['normalize'], guardText, { ...tools, cap: CAPS.normalizedUnits });
  guards.methods(String.prototype, ['indexOf', 'includes'], guardTextSearch, tools);
  guards.methods(String.prototype, ['lastIndexOf'], guardLastIndexOf, {
    ...tools,
    maxComparisons: CAPS.comparedUnits,
  });
  guards.methods(String.prototype, ['repeat'], guardRepeat, { refuse, toNumber, cap: CAPS.stringUnits });
  guards.methods(String.prototype, ['padStart', 'padEnd'], guardPad, {
    refuse,
    toNumber,
    cap: CAPS.stringUnits,
  });
  guards.method(String, 'raw', () => methods.raw);
  // Each makes a rope of texts as long as they like, in no time: e.name = e.message = `${e}`, again and again.
  for (const { prototype } of [Error, RegExp]) guards.methods(prototype, ['toString'], guardResult, tools);
  guards.methods(String.prototype, ['concat'], guardResult, tools);
  guards.methods(globalThis, TEXT_FUNCTIONS, guardFirstArgument, tools);
  guards.methods(JSON, ['parse', 'rawJSON'], guardFirstArgument, tools);
  guards.methods(Date, ['parse'], guardFirstArgument, tools);
}

interface Tools {
  apply: typeof apply;
  refuse: () => never;
  cap: number;
}

function guardText(native: Method, { apply, refuse, cap }: Tools): Method {
  function converted(self: unknown, args: unknown): unknown {
    if (self === undefined || self === null) return apply(native, self, []);
    const text = `${self}`;
    if (text.length > cap) refuse();
    return apply(native, text, args as never);
  }
  return {
    guarded(this: unknown, a: unknown, b: unknown) {
      // biome-ignore lint/complexity/noArguments: a rest parameter would cost an array each time
      const count = arguments.length;
      // biome-ignore lint/complexity/noArguments: as above
      if (typeof this !== 'string' || count > 2) return converted(this, arguments);
      if (this.length > cap || (typeof a === 'string' && a.length > cap)) refuse();
      if (count === 0) return native.call(this);
      return count === 1 ? native.call(this, a) : native.call(this, a, b);
    },
  }.guarded;
}

function guardBareText(native: Method, { refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown) {
      if (this === undefined || this === null) return native.call(this);
      const text = typeof this === 'string' ? this : `${this}`;
      if (text.length > cap) refuse();
      return native.call(text);
    },
  }.guarded;
}

function guardTextSearch(native: Method, { refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown, wanted: unknown, from: unknown) {
      if (this === undefined || this === null) return native.call(this);
      const text = typeof this === 'string' ? this : `${this}`;
      if (text.length > cap || (typeof wanted === 'string' && wanted.length > cap)) refuse();
      return native.call(text, wanted, from);
    },
  }.guarded;
}

/** ''.concat(text, text, …) */
function guardResult(native: Method, { apply, refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown, ...texts: unknown[]) {
      const made = apply(native, this, texts) as string;
      if (made.length > cap) refuse();
      return made;
    },
  }.guarded;
}

/** 'a'.repeat(2 ** 20).lastIndexOf('a'.repeat(2 ** 19) + 'b'): compares the needle at each place, unit by unit. */
function guardLastIndexOf(native: Method, { refuse, cap, maxComparisons }: SearchTools): Method {
  return {
    lastIndexOf(this: unknown, needle: unknown, from: unknown) {
      if (this === undefined || this === null) return native.call(this);
      const text = typeof this === 'string' ? this : `${this}`;
      const wanted = typeof needle === 'string' ? needle : `${needle}`;
      if (text.length > cap || text.length * wanted.length > maxComparisons) refuse();
      return native.call(text, wanted, from);
    },
  }.lastIndexOf;
}

interface SearchTools extends Tools {
  maxComparisons: number;
}

export function guardFirstArgument(native: Method, { refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown, first: unknown, second: unknown) {
      const text = typeof first === 'string' ? first : `${first}`;
      if (text.length > cap) refuse();
      // biome-ignore lint/complexity/noArguments: `undefined` given and nothing given differ
      return arguments.length < 2 ? native.call(this, text) : native.call(this, text, second);
    },
  }.guarded;
}

interface SizeTools {
  refuse: () => never;
  toNumber: (value: unknown) => number;
  cap: number;
}

/** 'ab'.repeat(2 ** 27) */
function guardRepeat(native: Method, { refuse, toNumber, cap }: SizeTools): Method {
  return {
    repeat(this: unknown, count: unknown) {
      if (this === undefined || this === null) return native.call(this, count);
      const text = typeof this === 'string' ? this : `${this}`;
      const times = typeof count === 'number' ? count : toNumber(count);
      if (text.length * times > cap) refuse();
      return native.call(text, times);
    },
  }.repeat;
}

/** 'a'.padEnd(2 ** 29) */
function guardPad(native: Method, { refuse, toNumber, cap }: SizeTools): Method {
  return {
    pad(this: unknown, length: unknown, filler: unknown) {
      const wanted = typeof length === 'number' ? length : toNumber(length);
      if (wanted > cap) refuse();
      return filler === undefined ? native.call(this, wanted) : native.call(this, wanted, filler);
    },
  }.pad;
}

const methods = {
  /** String.raw({ raw: { length: 2 ** 53 - 1 } }): a loop of our own is interrupted. */
  raw(template: unknown, ...values: unknown[]): string {
    if (template === undefined || template === null) {
      throw new NativeTypeError('Cannot convert undefined or null to object');
    }
    const parts = NativeObject((template as { raw: unknown }).raw) as ArrayLike<unknown>;
    const length = isArray(parts) ? parts.length : lengthOf(parts);
    if (!(length <= CAPS.arrayElements)) refuse();
    let text = '';
    for (let i = 0; i < length; i++) {
      text += `${parts[i]}`;
      if (i + 1 < length && i < values.length) text += `${values[i]}`;
      if (text.length > CAPS.stringUnits) refuse();
    }
    return text;
  },
};
