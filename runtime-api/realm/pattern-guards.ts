import { construct, stringIncludes } from '../kernel/primordials.ts';
import { apply, defineProperty, getOwnPropertyDescriptor, hasOwn } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import type { Guards } from './guards.ts';
import { refuse } from './measure.ts';
import { type Method, methodAt } from './replace.ts';
import { guardFirstArgument } from './string-guards.ts';

/** String methods that hand over to a method of the pattern, with the symbol of that one. */
const DELEGATING_METHODS = [
  ['match', Symbol.match],
  ['replace', Symbol.replace],
  ['search', Symbol.search],
  ['split', Symbol.split],
] as const;

interface Tools {
  apply: typeof apply;
  refuse: () => never;
  cap: number;
  growsTooMuch: (text: string, replacement: unknown) => boolean;
}

/**
 * 'a'.repeat(1e6).replace(/a/g, "$`$'"): each match becomes all that stands before and after it. In a short text that
 * is not much.
 */
function growsTooMuch(text: string, replacement: unknown): boolean {
  if (typeof replacement !== 'string' || text.length <= CAPS.contextUnits) return false;
  if (text.length * replacement.length > CAPS.comparedUnits) return true;
  return stringIncludes(replacement, '$`') || stringIncludes(replacement, "$'");
}

/**
 * A text of 2 ** 24 units that `+=` made, split(''), or matched by /a/g: an element for each, in a loop of V8's own.
 *
 * V8 is several times faster with regular expressions whose prototype is as it made it: not frozen, and with its own
 * `exec` and `constructor`. Those stay, therefore. What makes many matches at once is replaced by assignment, which
 * V8 does not mind, and the guards of the String methods call V8's methods directly.
 */
export function guardPatterns(guards: Guards): void {
  const proto = RegExp.prototype as unknown as Record<PropertyKey, Method>;
  const tools: Tools = { apply, refuse, cap: CAPS.stringUnits, growsTooMuch };
  for (const [name, symbol] of DELEGATING_METHODS) {
    const native = proto[symbol]!;
    guards.methods(proto, [symbol], symbol === Symbol.replace ? guardReplacing : guardFirstArgument, tools);
    const guard = guards.of(native);
    proto[symbol] = guard;
    guards.methods(String.prototype, [name], guardDelegating, { ...tools, symbol, native, guard });
  }
  // /(a|b)*c/.test(s): before it first turns back, which is where it can be interrupted, it notes each unit of millions.
  guards.methods(proto, [Symbol.matchAll, 'test'], guardFirstArgument, tools);
  for (const key of [Symbol.matchAll, 'test'] as const) proto[key] = guards.of(proto[key]!);
  guards.methods(String.prototype, ['matchAll', 'replaceAll'], guardWhole, tools);
  // A pattern that changes what it is made from: /a/.compile(giant).
  const compile = methodAt(proto, 'compile');
  if (compile !== undefined) {
    guards.add(compile, () => refuse());
    proto.compile = guards.of(compile);
  }
  guardConstructor(guards);
}

interface DelegatingTools extends Tools {
  symbol: symbol;
  /** The method of RegExp.prototype at that symbol, */
  native: Method;
  /** and what is there now. */
  guard: Method;
}

function guardDelegating(
  native: Method,
  { refuse, cap, growsTooMuch, symbol, native: patternMethod, guard }: DelegatingTools,
): Method {
  function converted(self: unknown, pattern: unknown, second: unknown): unknown {
    if (self === undefined || self === null) return native.call(self, pattern, second);
    const text = `${self}`;
    if (text.length > cap || growsTooMuch(text, second)) refuse();
    return native.call(text, pattern, second);
  }
  return {
    guarded(this: unknown, pattern: unknown, second: unknown) {
      if (typeof this !== 'string') return converted(this, pattern, second);
      if (this.length > cap || growsTooMuch(this, second)) refuse();
      if (typeof pattern === 'object' && pattern !== null) {
        const method: unknown = (pattern as Record<symbol, unknown>)[symbol];
        if (method === guard) return patternMethod.call(pattern, this, second);
      } else if (typeof pattern === 'string' && pattern.length > cap) refuse();
      return native.call(this, pattern, second);
    },
  }.guarded;
}

/** /a/g[Symbol.replace](giant, '$`') */
function guardReplacing(native: Method, { refuse, cap, growsTooMuch }: Tools): Method {
  return {
    guarded(this: unknown, first: unknown, replacement: unknown) {
      const text = typeof first === 'string' ? first : `${first}`;
      if (text.length > cap || growsTooMuch(text, replacement)) refuse();
      return native.call(this, text, replacement);
    },
  }.guarded;
}

function guardWhole(native: Method, { apply, refuse, cap, growsTooMuch }: Tools): Method {
  return {
    guarded(this: unknown, pattern: unknown, second: unknown) {
      if (this === undefined || this === null) return apply(native, this, []);
      const text = typeof this === 'string' ? this : `${this}`;
      if (text.length > cap || (typeof pattern === 'string' && pattern.length > cap)) refuse();
      if (growsTooMuch(text, second)) refuse();
      return native.call(text, pattern, second);
    },
  }.guarded;
}

/** new RegExp('(' .repeat(1e6)), new RegExp(giant): compiling runs to its end. */
function guardConstructor(guards: Guards): void {
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
  guards.globalConstructor('RegExp', Native as never, ScriptRegExp);
  const species = { get: getOwnPropertyDescriptor(Native, Symbol.species)!.get!, configurable: true };
  defineProperty(ScriptRegExp, Symbol.species, species);
  guardEscape(guards);
}

/** `RegExp.escape`, as soon as V8 has added it. A static method: it is the same on both constructors. */
export function guardEscape(guards: Guards): void {
  const Native = RegExp.prototype.constructor;
  const escaping = getOwnPropertyDescriptor(Native, 'escape');
  if (escaping === undefined || hasOwn(RegExp, 'escape')) return;
  const tools = { apply, refuse, cap: CAPS.stringUnits };
  guards.method(Native, 'escape', native => guardFirstArgument(native, tools));
  defineProperty(RegExp, 'escape', { ...escaping, value: guards.of(escaping.value) });
}
