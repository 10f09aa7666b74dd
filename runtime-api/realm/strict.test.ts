import { fileURLToPath } from 'node:url';
import ivm from 'isolated-vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleForIsolate } from '../../src/isolate/runtime-bundle.ts';
import { CAPS } from './caps.ts';
import { STRICT_REMOVED_GLOBALS } from './removals.ts';
import type { Findings } from './test/findings.ts';
import { createImage, HardenedRealm } from './test/hardened-realm.ts';

let realm: HardenedRealm;
beforeAll(async () => {
  realm = new HardenedRealm(await createImage(), 'strict');
});
afterAll(() => realm.dispose());

describe('a script in the strict profile', () => {
  test('finds no way from text to code', () => {
    expect(realm.value('typeof eval')).toBe('undefined');
    const functions = [
      '() => {}',
      'async () => {}',
      'function* () {}',
      'async function* () {}',
      'class {}',
      'Math.max',
    ];
    for (const made of functions) {
      expect(realm.thrown(`(${made}).constructor('return 1')`), made).toBe('EvalError');
      expect(realm.thrown(`Reflect.construct((${made}).constructor, ['return 1'])`), made).toBe('EvalError');
    }
    expect(realm.thrown("Reflect.construct(Object, [], Function).constructor('return 1')")).toBe('EvalError');
    expect(realm.value('(() => {}) instanceof Function')).toBe(true);
  });

  test('has no Proxy, no BigInt and nothing that leads to them', () => {
    const present = STRICT_REMOVED_GLOBALS.filter(name =>
      realm.value(`${JSON.stringify(name)} in globalThis`),
    );
    expect(present).toEqual([]);
    expect(realm.value('Reflect.ownKeys(Object.getPrototypeOf(1n)).length')).toBe(0);
    expect(realm.thrown('(9n).toString(2).length; (9n).constructor.asIntN(1, 1n)')).toBe('TypeError');
    expect(realm.value("'setBigInt64' in DataView.prototype")).toBe(false);
  });

  test('cannot change what other code finds in the language', () => {
    for (const target of [
      'Object.prototype',
      'Promise',
      'Math',
      'JSON',
      'Function.prototype',
      'Date',
      '[][Symbol.iterator]().__proto__',
    ]) {
      expect(realm.value(`Object.isFrozen(${target})`), target).toBe(true);
      expect(realm.thrown(`(() => { 'use strict'; ${target}.polluted = 1; })()`), target).toBe('TypeError');
    }
    // See `freezeHolder` in `intrinsics.ts`.
    expect(
      realm.value(
        `Reflect.ownKeys(Array.prototype).filter(key => {
          const { configurable } = Object.getOwnPropertyDescriptor(Array.prototype, key);
          const given = Array.prototype[key];
          Reflect.set(Array.prototype, key, 'mine');
          const isChanged = Array.prototype[key] === 'mine';
          if (isChanged) Array.prototype[key] = given;
          return configurable || isChanged;
        }).map(String)`,
      ),
    ).toEqual(['constructor', 'Symbol(Symbol.iterator)']);
    expect(realm.thrown(`(() => { 'use strict'; Array.prototype.polluted = 1; })()`)).toBe('TypeError');
    realm.run("({}).__proto__.polluted = 1; Object.prototype.toString = () => 'mine'");
    expect(realm.value('({}).polluted')).toBeUndefined();
    expect(realm.value('Object.prototype.toString.call([])')).toBe('[object Array]');
    expect(realm.thrown('Object.setPrototypeOf(Object.prototype, {})')).toBe('TypeError');
    expect(realm.thrown("Object.prototype.__defineGetter__('toString', () => 1)")).toBe('TypeError');
  });

  test('gets a RangeError that it can catch where an operation is too much', () => {
    const tooMuch = [
      `new Array(${CAPS.arrayElements + 1}).fill(0)`,
      `new Array(${CAPS.sortElements + 1}).sort()`,
      `new Float64Array(${CAPS.filteredElements + 1}).filter(() => true)`,
      `'a'.repeat(${CAPS.stringUnits + 1})`,
      `new RegExp('a'.repeat(${CAPS.patternUnits + 1}))`,
      `new Float64Array(${CAPS.typedArrayElements + 1})`,
      `new ArrayBuffer(${CAPS.bufferBytes + 1})`,
      `Math.max.apply(null, new Array(${CAPS.applyArguments + 1}))`,
      `'a'.repeat(${CAPS.normalizedUnits + 1}).normalize()`,
      `'a'.repeat(${CAPS.contextUnits + 1}).replace(/a/g, '$\`')`,
      `/a/g[Symbol.replace]('a'.repeat(${CAPS.contextUnits + 1}), "$'")`,
      `'a'.repeat(2 ** 20).replaceAll('a', 'b'.repeat(100))`,
      `'a'.concat('a'.repeat(${CAPS.stringUnits}))`,
      `String.raw({ raw: ['a', 'b'] }, 'a'.repeat(${CAPS.stringUnits}))`,
      `const e = new Error('a'.repeat(${CAPS.stringUnits})); e.toString()`,
      `RegExp.prototype.toString.call({ source: 'a'.repeat(${CAPS.stringUnits}), flags: 'g' })`,
      `let deep = {}; for (let i = 0; i < 2000; i++) deep = { deep }; JSON.stringify(deep, null, 10)`,
      `Object.keys(new Uint8Array(${CAPS.elementKeys + 1}))`,
      `Object.assign({}, new Array(${CAPS.elementKeys + 1}).fill(0))`,
      `Object.fromEntries(new Array(${CAPS.elementKeys + 1}).fill([1, 2]))`,
    ];
    for (const act of tooMuch) expect(realm.thrown(act), act).toBe('RangeError');
  });

  test('may do just as much as the caps say', () => {
    const justEnough = [
      `new Array(${CAPS.arrayElements}).fill(0)`,
      `new Array(${CAPS.sortElements}).fill(0).sort()`,
      `new Float64Array(${CAPS.filteredElements}).filter(() => true)`,
      `'a'.repeat(${CAPS.stringUnits}).split('b')`,
      `''.concat('a'.repeat(${CAPS.stringUnits}))`,
      `JSON.stringify(new Array(2 ** 16).fill({ a: 1 }), null, 10)`,
      `new RegExp('a'.repeat(${CAPS.patternUnits}))`,
      `new Float64Array(${CAPS.typedArrayElements})`,
      `new ArrayBuffer(${CAPS.bufferBytes})`,
      `Object.keys(new Uint8Array(${CAPS.elementKeys}))`,
    ];
    for (const act of justEnough) expect(realm.thrown(act), act).toBeUndefined();
  });
});

describe('assigning over what is inherited from the frozen language works on', () => {
  test.each([
    ['errors', "const e = new Error('x'); e.name = 'Mine'; e.message = 'y'; return String(e)", 'Mine: y'],
    [
      'prototypes of functions',
      "function F() {} F.prototype.toString = () => 'f'; F.prototype.constructor = F; return String(new F())",
      'f',
    ],
    [
      'old-style subclasses of Error',
      "function E() {} E.prototype = Object.create(Error.prototype); E.prototype.constructor = E; E.prototype.name = 'E'; return new E() instanceof Error && new E().name",
      'E',
    ],
    [
      'what TypeScript makes of classes',
      'function X() { this.constructor = E; } function E() {} X.prototype = Error.prototype; E.prototype = new X(); return new E().constructor === E',
      true,
    ],
    [
      'class fields and methods',
      "class A { name = 'a'; toString() { return this.name; } static call = 1; } return String(new A()) + A.call",
      'a1',
    ],
    [
      'dictionaries',
      "const d = {}; for (const k of ['constructor', 'toString', 'valueOf']) d[k] = (d[k] === undefined ? 0 : 1); return Object.keys(d)",
      ['constructor', 'toString', 'valueOf'],
    ],
    ['own methods of an array', "const a = [1]; a.push = () => 'mine'; return a.push(2)", 'mine'],
    [
      'subclasses of Map',
      "class M extends Map { get(k) { return 'm' + super.get(k); } } return new M([[1, 2]]).get(1)",
      'm2',
    ],
    [
      'generators of older targets',
      'const g = Object.create(Iterator.prototype); g.next = () => ({ done: true }); g[Symbol.iterator] = function () { return this; }; return [...g]',
      [],
    ],
    [
      'strict code',
      "'use strict'; const o = {}; o.hasOwnProperty = 1; o.hasOwnProperty = 2; return o",
      { hasOwnProperty: 2 },
    ],
  ])('%s', (_, body, expected) => {
    expect(realm.run(body)).toEqual(expected);
    expect(realm.run(`'use strict'; ${body}`)).toEqual(expected);
  });

  test('and descriptors show plain values', () => {
    expect(
      realm.value(
        "Object.getOwnPropertyDescriptor(Object.prototype, 'toString').value === Object.prototype.toString",
      ),
    ).toBe(true);
    expect(realm.value('typeof Object.getOwnPropertyDescriptors(Error.prototype).name.value')).toBe('string');
    expect(realm.value("Reflect.getOwnPropertyDescriptor(Map.prototype, 'get').get")).toBeUndefined();
  });
});

describe('ordinary code finds the language as it is', () => {
  test.each([
    ['[3, 1, 2].sort().map(x => x * 2).filter(x => x > 2).concat([[9]]).flat()', [4, 6, 9]],
    ['Array.from(new Set([1, 1, 2]), x => x + 1)', [2, 3]],
    ["Array.from('añb')", ['a', 'ñ', 'b']],
    ['Array.from({ length: 2 }, (_, i) => i)', [0, 1]],
    ['Array.from({ length: 2.5 }, function (_, i) { return this.by * i; }, { by: 3 })', [0, 3]],
    ['[[1, [2]], [3]].flat(Infinity)', [1, 2, 3]],
    ['[1, 2].flatMap(x => [x, x])', [1, 1, 2, 2]],
    ['(function () { return Array.prototype.slice.call(arguments, 1); })(1, 2, 3)', [2, 3]],
    ['Math.max.apply(null, [1, 5, 2])', 5],
    ["'a-b_c'.split(/[-_]/)", ['a', 'b', 'c']],
    ["'x1y22'.replace(/\\d+/g, n => n * 2)", 'x2y44'],
    ["[...'a1b2'.matchAll(/[a-z](\\d)/g)].map(m => m[1])", ['1', '2']],
    ["new RegExp(/a/g, 'i').flags + RegExp('b') + /c/.constructor.name", 'i/b/RegExp'],
    ["'abc'.padStart(5, '-') + 'x'.repeat(2) + String.raw`a\\n`", '--abcxxa\\n'],
    ['[...new Uint8Array([3, 1, 2]).sort().subarray(1)]', [2, 3]],
    ['[...new Float32Array([1.5, 2]).map(x => x * 2)]', [3, 4]],
    ['Uint8Array.from([1, 2], x => x * 2).length + Uint8Array.of(1).BYTES_PER_ELEMENT', 3],
    ['new Uint16Array(new Uint8Array([1, 2, 3, 4]).buffer, 2, 1).length', 1],
    [
      'Object.entries(Object.assign({}, { a: 1 }, null, { b: 2 }))',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['JSON.parse(\'{"a":[1]}\', (k, v) => (v === 1 ? 2 : v))', { a: [2] }],
    ['JSON.parse(JSON.stringify({ a: 1, b: [2] }, null, 2))', { a: 1, b: [2] }],
    [
      'JSON.stringify({ b: ["]{", "\\"[", {}], a: undefined }, null, 1)',
      '{\n "b": [\n  "]{",\n  "\\"[",\n  {}\n ]\n}',
    ],
    [
      'JSON.stringify({ a: 1, b: 2, c: { a: 3 } }, ["a", "c"], "--")',
      '{\n--"a": 1,\n--"c": {\n----"a": 3\n--}\n}',
    ],
    ['[JSON.stringify(undefined, null, 2), JSON.stringify(() => {}, null, 2)].length', 2],
    ['new (class extends Array { sum() { return this.reduce((a, b) => a + b, 0); } })(1, 2).sum()', 3],
    ['Reflect.construct(Date, [0]).getTime() + Reflect.apply(Math.min, null, [1, 2])', 1],
    [
      '[Array.prototype.map.name, Array.prototype.map.length, RegExp.length, Uint8Array.name]',
      ['map', 1, 2, 'Uint8Array'],
    ],
  ])('%s', (expression, expected) => {
    expect(realm.value(expression)).toEqual(expected);
  });
});

test('no native that has a guard can be reached, and of the language three prototypes alone can be changed', async () => {
  const entry = fileURLToPath(new URL('./test/leak-check.ts', import.meta.url));
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const source = `(() => { ${await bundleForIsolate(entry, 'leaks')}; return JSON.stringify(leaks.checkLeaks()); })()`;
  const findings = JSON.parse(isolate.createContextSync().evalSync(source)) as Findings;
  isolate.dispose();
  expect(findings.guarded).toBeGreaterThan(100);
  expect(findings.visited).toBeGreaterThan(1_000);
  expect(findings.unguarded).toEqual([]);
  // See `freezeHolder` in `intrinsics.ts`.
  expect(findings.changeable).toEqual(['Array.prototype', 'RegExp.prototype', 'Iterator.prototype']);
});
