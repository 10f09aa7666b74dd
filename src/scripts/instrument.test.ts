// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are in the code that is tried.
import { SourceMap } from 'node:module';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { CAPS } from '../../runtime-api/realm/caps.ts';
import { guardOperators } from '../../runtime-api/realm/operator-guards.ts';
import { instrument } from './instrument.ts';

const NO_MAP = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' });
const LONG = `const long = 'x'.repeat(${CAPS.stringUnits});`;

/** What the body of a function returns, or throws, as the isolate would run it. */
function run(body: string): unknown {
  const realm = {};
  guardOperators(realm);
  try {
    return runInNewContext(`(function () {${body}\n})()`, realm);
  } catch (error) {
    return String(error);
  }
}

function guarded(body: string): string {
  return instrument(body, NO_MAP).code;
}

describe('a bundle with guards does what it did without:', () => {
  it.each([
    ['sums', 'let a = 1; a += 2; a += 0.5; return [a + 1, 1 + 2 + a, a + "b" + 3 * 4 - 1, -a + +"2"]'],
    [
      'order of evaluation',
      'const l = []; const f = x => (l.push(x), x); f(1) + f(2) + (f(3) + f(4)); return l',
    ],
    [
      'what is added to, found once and read before the summand',
      `const l = []; const o = { get p() { l.push('get'); return 1; }, set p(v) { l.push(v); } };
       const of = () => (l.push('of'), o); const key = () => (l.push('key'), 'p'); const by = () => (l.push('by'), 2);
       of().p += by(); of()[key()] += by(); o.p += by(); return l`,
    ],
    [
      'a summand that changes what is added to',
      'let a = { n: 1 }; const b = a; a.n += (a = { n: 5 }, 10); return [a, b]',
    ],
    [
      'a key that adds to the same place',
      'const o = { a: 1, b: 2 }; const f = d => d > 2 ? "a" : (o[f(d + 1)] += 1, "b"); o[f(0)] += 5; return o',
    ],
    ['conditions as summands', 'let a = "x"; a += true ? "y" : "z"; a += (1, 2); return a'],
    ['constants', 'const a = "x"; a += "y"'],
    [
      'templates',
      'const b = 2; const tag = (s, ...v) => s.raw.join("|") + v; return [`a${b}c${`${b}d`}`, tag`x${b + 1}y${b}`]',
    ],
    [
      'loops of one statement',
      'let n = 0; for (let i = 0; i < 3; i++) n += i; while (n < 9) n++; do n += 2; while (n < 20); for (const x of [1, 2]) n += x; for (const k in { a: 1 }) n += k; return n',
    ],
    [
      'names of what is not there, of texts and of what is inherited',
      'const n = []; for (const k in null) n.push(k); for (const k in "ab") n.push(k); for (k in Object.create({ a: 1 }), [7]) n.push(k); var k; for (const i in { b: 1 }) for (const j in [1, 2]) n.push(i + j); return n',
    ],
    ['labels', 'let n = 0; out: for (;;) { for (;;) { n++; if (n > 5) break out; continue out; } } return n'],
    [
      'loops whose functions keep their variables',
      'const f = []; for (let i = 0; i < 3; i++) f.push(() => i + 1); return f.map(g => g())',
    ],
    [
      'classes',
      `class A { #x = 'a'; static s = 1; get v() { return 1; } add(y) { this.#x += y; A.s += y; return this.#x + A.s; } static of(o) { return o().#x += 'b'; } }
       class B extends A { get w() { return super.v + 1; } set v(x) { this.z = x; } m() { super.q += 1; super['v'] += this.w; return [this.z, super.v + '']; } }
       const b = new B(); return [b.add(2), A.of(() => b), b.m()]`,
    ],
    [
      'generators',
      'function* g() { const o = { p: 1 }; o.p += yield 1; o[yield 2] += yield o.p; return o; } const i = g(); return [i.next(), i.next(5), i.next("p"), i.next(7)]',
    ],
    [
      'arrow functions',
      'const f = (a, b = a + 1) => a + b; const g = a => ({ s: a + "!" }); return [f(1), g(2)]',
    ],
    ['errors', 'return Symbol() + 1'],
    ['counting on', 'const a = "x", b = 2; return [b + 1, a + 1 + b, a + b + 1, 1 + a + 2 + (a + a) + 3]'],
    ['names that are not there', 'return typeof nowhere + "!"'],
    ['directives', '"use strict"; undeclared += 1'],
    ['code that is not strict', 'undeclared = 1; undeclared += 1; return undeclared'],
    [
      'objects as summands',
      'const d = { valueOf: () => 4, toString: () => "five" }; return [d + 1, `${d}`, d + ""]',
    ],
    [
      'calls and chains',
      'const o = { f: a => a + 1 }; return [o?.f(1 + 1), o.g?.(1 + 1), new (class { constructor(x) { this.x = x + 1; } })(1 + 1).x]',
    ],
  ])('%s', (_, body) => {
    expect(run(guarded(body))).toEqual(run(body));
  });
});

describe('a text longer than the cap is refused where', () => {
  it.each([
    ['it is a sum', 'return (long + "y").length'],
    ['it is a sum in a sum', 'return [long + "y" + "z"].length'],
    ['it is a sum that is counted on', 'return (long + long + 1).length'],
    ['it is counted on, and made longer', 'return (long + 1 + long).length'],
    ['it is a template', 'return `${long}${long}`.length'],
    ['it is added to a variable', 'let a = long; a += "y"; return a.length'],
    ['it is added to a property', 'const o = { a: long }; o.a += long; return o.a.length'],
    [
      'it is added to what a call gives',
      'const o = { a: long }; (() => o)()[(() => "a")()] += long; return o.a.length',
    ],
    [
      'it is added to a private property',
      'class A { #a = long; add() { this.#a += long; } } new A().add(); return 1',
    ],
    ['it is what patterns say they are', 'RegExp.prototype.toString = () => long; return (/a/ + /b/).length'],
    ['it is a default', 'return ((a = long + long) => a.length)()'],
    ['a number follows', 'let a = long; for (let i = 0; i < 9; i++) a += 0.123456789; return a.length'],
  ])('%s', (_, body) => {
    expect(run(guarded(`${LONG}${body}`))).toContain('RangeError: a text of more than');
  });

  it('the same code without guards has it', () => {
    expect(run(`${LONG} return (long + "y").length`)).toBe(CAPS.stringUnits + 1);
  });

  it('and what refused it leaves what it was to be added to as it was', () => {
    expect(run(guarded(`${LONG} let a = long; try { a += 'y'; } catch {} return a.length`))).toBe(
      CAPS.stringUnits,
    );
  });
});

it.each(['[]', 'new Uint8Array(0)', '""'].map(none => none.replace('[]', 'new Array(0)')))(
  'names of the elements of %s are refused where there are more than the cap',
  none => {
    const long =
      none === '""' ? `'x'.repeat(${CAPS.elementKeys + 1})` : none.replace('0', `${CAPS.elementKeys + 1}`);
    expect(run(guarded(`for (const key in ${long}) return key; return 'none'`))).toContain('RangeError');
    expect(run(guarded(`for (const key in ${none}) return key; return 'none'`))).toBe('none');
  },
);

it('places in the code with guards are the places in the files, to the line and to the name', () => {
  const source =
    'let s: string = "";\nfunction grow(by: string) {\n  for (;;) s += by + missing.length;\n}\ngrow("a");\n';
  const { code, map } = transformSync(source, { loader: 'ts', sourcemap: 'external', sourcefile: 'a.ts' });
  const made = instrument(code, map);
  const lines = made.code.split('\n');
  const line = lines.findIndex(text => text.includes('missing'));
  const entry = new SourceMap(JSON.parse(made.sourceMap)).findEntry(line, lines[line]!.indexOf('missing'));
  expect(entry).toMatchObject({ originalSource: 'a.ts', originalLine: 2, originalColumn: 21 });
});

it('code nested as deeply as the gate lets pass is guarded', () => {
  const sum = `${'(a + '.repeat(400)}a${')'.repeat(400)}`;
  expect(run(guarded(`const a = 1; return ${sum}`))).toBe(401);
});
