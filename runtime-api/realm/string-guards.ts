import { construct, toNumber, toText } from '../kernel/primordials.ts';
import { apply, getOwnPropertyDescriptor } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { lengthOf, refuse } from './measure.ts';
import type { Method } from './replace.ts';

/** Methods that go over the whole text, or make one array element or match of each unit: 'ab'.repeat(2 ** 27).split(''). */
const TEXT_METHODS = [
  ...['split', 'match', 'matchAll', 'replace', 'replaceAll', 'search', 'indexOf', 'lastIndexOf', 'includes'],
  ...['startsWith', 'endsWith', 'toUpperCase', 'toLowerCase', 'trim', 'trimStart', 'trimEnd', 'concat'],
  ...['toLocaleUpperCase', 'toLocaleLowerCase', 'localeCompare', 'isWellFormed', 'toWellFormed'],
  ...['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small'],
  ...['strike', 'sub', 'sup'],
];
/** /a/g[Symbol.match](giant): what the String methods come down to. */
const PATTERN_METHODS = [
  'exec',
  'test',
  Symbol.match,
  Symbol.matchAll,
  Symbol.replace,
  Symbol.search,
  Symbol.split,
];
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
  // 'ﷺ'.repeat(2 ** 24).normalize('NFKD'): eighteen units from each, and tens of seconds.
  guards.methods(String.prototype, ['normalize'], guardText, { ...tools, cap: CAPS.normalizedUnits });
  guards.method(String.prototype, 'repeat', guardRepeat);
  guards.method(String.prototype, 'padStart', guardPad);
  guards.method(String.prototype, 'padEnd', guardPad);
  guards.method(String, 'raw', guardRaw);
  guards.methods(RegExp.prototype, PATTERN_METHODS, guardFirstArgument, tools);
  guards.methods(globalThis, TEXT_FUNCTIONS, guardFirstArgument, tools);
  guards.methods(JSON, ['parse', 'rawJSON'], guardFirstArgument, tools);
  guards.methods(Date, ['parse'], guardFirstArgument, tools);
  guardPatterns(guards);
}

type Tools = { apply: typeof apply; refuse: () => never; cap: number };

function guardText(native: Method, { apply, refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown, a: unknown, b: unknown) {
      if (this === undefined || this === null) return apply(native, this, []);
      const text = typeof this === 'string' ? this : `${this}`;
      if (text.length > cap) refuse();
      if (typeof a === 'string' && a.length > cap) refuse();
      if (typeof b === 'string' && b.length > cap) refuse();
      // biome-ignore lint/complexity/noArguments: a rest parameter would cost an array each time
      const count = arguments.length;
      if (count === 1) return native.call(text, a);
      if (count === 2) return native.call(text, a, b);
      // biome-ignore lint/complexity/noArguments: as above
      return apply(native, text, arguments as never);
    },
  }.guarded;
}

function guardFirstArgument(native: Method, { refuse, cap }: Tools): Method {
  return {
    guarded(this: unknown, first: unknown, second: unknown) {
      const text = typeof first === 'string' ? first : `${first}`;
      if (text.length > cap) refuse();
      // biome-ignore lint/complexity/noArguments: `undefined` given and nothing given differ
      return arguments.length < 2 ? native.call(this, text) : native.call(this, text, second);
    },
  }.guarded;
}

/** 'ab'.repeat(2 ** 27) */
function guardRepeat(native: Method): Method {
  return {
    repeat(this: unknown, count: unknown) {
      if (this === undefined || this === null) return apply(native, this, [count]);
      const text = `${this}`;
      const times = toNumber(count);
      if (text.length * times > CAPS.stringUnits) refuse();
      return apply(native, text, [times]);
    },
  }.repeat;
}

/** 'a'.padEnd(2 ** 29) */
function guardPad(native: Method): Method {
  return {
    pad(this: unknown, length: unknown, filler?: unknown) {
      const wanted = toNumber(length);
      if (wanted > CAPS.stringUnits) refuse();
      return apply(native, this, [wanted, filler]);
    },
  }.pad;
}

/** String.raw({ raw: { length: 2 ** 53 - 1 } }) */
function guardRaw(native: Method): Method {
  return {
    raw(template: { raw?: unknown }, ...values: unknown[]) {
      const parts = template.raw;
      if (!(lengthOf(parts) <= CAPS.applyArguments)) refuse();
      return apply(native, toText, [{ raw: parts }, ...values]);
    },
  }.raw;
}

/** new RegExp('(' .repeat(1e6)), new RegExp(giant): compiling runs to its end. */
function guardPatterns(guards: Guards): void {
  const Native = RegExp;
  const sourceOf = getOwnPropertyDescriptor(RegExp.prototype, 'source')!.get!;
  const flagsOf = getOwnPropertyDescriptor(RegExp.prototype, 'flags')!.get!;
  function ScriptRegExp(this: unknown, pattern: unknown, flags?: unknown): unknown {
    const isPattern = pattern instanceof Native;
    if (new.target === undefined && isPattern && flags === undefined) return pattern;
    const source: unknown = isPattern ? apply(sourceOf, pattern, []) : pattern;
    const text = source === undefined ? '' : `${source}`;
    if (text.length > CAPS.patternUnits) refuse();
    const wanted = flags === undefined ? (isPattern ? apply(flagsOf, pattern, []) : '') : `${flags}`;
    return construct(Native, [text, wanted], new.target ?? ScriptRegExp);
  }
  guards.constructorOf('RegExp', Native as never, ScriptRegExp);
  const species = { get: getOwnPropertyDescriptor(Native, Symbol.species)!.get!, configurable: true };
  Reflect.defineProperty(ScriptRegExp, Symbol.species, species);
  // A pattern that changes what it is made from: /a/.compile(giant).
  Reflect.deleteProperty(Native.prototype, 'compile');
  const escapeMethod = getOwnPropertyDescriptor(Native, 'escape');
  if (escapeMethod !== undefined) Reflect.defineProperty(ScriptRegExp, 'escape', escapeMethod);
  guards.methods(ScriptRegExp, ['escape'], guardFirstArgument, { apply, refuse, cap: CAPS.stringUnits });
}
