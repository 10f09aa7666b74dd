import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let realm: ModulesRealm;
beforeAll(async () => {
  realm = new ModulesRealm(await bundleModules());
});
afterAll(() => realm.dispose());

describe('inspect prints what Node prints for', () => {
  test.each([
    'undefined',
    'null',
    '-0',
    '12345678901234567890n',
    "'it\\'s'",
    "'line\\nbreak'",
    "Symbol('s')",
    '[1, , 3]',
    '[]',
    '{}',
    '{ a: 1, "b-c": [undefined, null], [Symbol("k")]: true }',
    '{ a: { b: { c: { d: 1 } } } }',
    'new Array(200).fill(7)',
    'Object.fromEntries(new Array(30).fill(0).map((_, i) => ["key" + i, "value " + i]))',
    '[["a", 1], ["b", 2]]',
    'new Map([["a", { b: 1 }], [{ k: 1 }, [2]]])',
    'new Set([1, "two", { three: 3 }])',
    'new WeakMap()',
    'new Date(0)',
    'new Date(NaN)',
    '/x+/gi',
    'Object(5)',
    'Object("abc")',
    'function named() {}',
    'async () => {}',
    'class A {}',
    'class B extends Array {}',
    'new (class Player { constructor() { this.hp = 10; } get full() { return true; } })()',
    'Object.create(null)',
    'Object.assign(Object.create(null), { a: 1 })',
    'Object.create({ a: 1 })',
    '(o => { o.self = o; return o; })({ a: 1 })',
    '{ get a() { return 1; }, set b(v) {} , get c() { return 1; }, set c(v) {} }',
    'new Uint8Array([1, 2, 3])',
    'new Float32Array(2)',
    'new Uint8Array([1, 2]).buffer',
    'new DataView(new ArrayBuffer(2))',
    'Object.assign(() => {}, { a: 1 })',
    'Object.assign([1, 2], { extra: "x" })',
    '"x".repeat(20000)',
    'new (class extends Map {})([[1, 2]])',
    '(function () { return arguments; })(1, 2)',
    'Math',
    'JSON',
    'globalThis.undefinedThing',
    '{ [require("util").inspect.custom]: (depth, options, inspect) => "custom " + inspect({ a: 1 }) }',
    'Object.assign(new Error("boom"), { stack: "Error: boom\\n    at f (file.js:1:1)" })',
    'Object.assign(new TypeError("boom"), { stack: "TypeError: boom", code: "E_X", detail: { a: 1 } })',
    '{ nested: Object.assign(new Error("boom"), { stack: "Error: boom\\n    at f (file.js:1:1)" }) }',
    'Object.assign(new Error("out", { cause: 5 }), { stack: "Error: out" })',
  ])('%s', expression => {
    const shown = `require('util').inspect(${expression})`;
    expect(realm.value(shown)).toBe(inNode(shown));
    expect(realm.value(`inspect(${expression})`)).toBe(inNode(shown));
  });

  test.each([
    '{ a: { b: { c: { d: 1 } } } }, { depth: null }',
    '{ a: { b: { c: 1 } } }, { depth: 0 }',
    '{ b: 1, a: "x" }, { sorted: true, colors: true }',
    '[1, 2, 3, 4], { maxArrayLength: 2 }',
    '{ a: 1, b: [1, 2] }, { compact: false }',
    '{ a: 1 }, false, 0, true',
    '{ n: 123456.789 }, { numericSeparator: true }',
  ])('the options in %s', args => {
    const shown = `require('util').inspect(${args})`;
    expect(realm.value(shown)).toBe(inNode(shown));
  });
});

describe('format prints what Node prints for', () => {
  test.each([
    "'a', 'b', 1",
    "'%s is %d years and %i, %f', 'Bob', 42.5, 42.9, '1.5'",
    "'%s', { a: { b: { c: 1 } } }",
    "'%o', { a: [1] }",
    "'%O %j', { a: 1 }, { b: 2 }",
    "'%c styled', 'color: red'",
    "'100%', 'done'",
    "'%%s %s', 'x'",
    "'%s'",
    "'%s', null, undefined, Symbol('x'), 5n, -0",
    '{ a: 1 }, [2], null, undefined',
    "'text', { a: 1 }, 'more'",
    "'%d', '0x10'",
    '',
    "new (class A { toString() { return 'mine'; } })()",
    "'%s', new (class A { toString() { return 'mine'; } })()",
  ])('%s', args => {
    const shown = `require('util').format(${args})`;
    expect(realm.value(shown)).toBe(inNode(shown));
    expect(realm.value(`format(${args})`)).toBe(inNode(shown));
  });
});

describe('what refuses to be inspected is replaced, and nothing is thrown:', () => {
  test.each([
    ['a proxy whose every trap throws', `new Proxy({}, new Proxy({}, { get() { throw new Error('no'); } }))`],
    ['a custom inspection that throws', `{ [Symbol.for('nodejs.util.inspect.custom')]() { throw 1; } }`],
    ['a revoked proxy', '(p => { p.revoke(); return p.proxy; })(Proxy.revocable({}, {}))'],
    ['a constructor getter that throws', `Object.create({ get constructor() { throw 1; } })`],
    [
      'an error whose stack getter throws',
      `Object.defineProperty(new Error('x'), 'stack', { get() { throw 1; } })`,
    ],
  ])('%s', (_name, expression) => {
    expect(typeof realm.value(`inspect(${expression})`)).toBe('string');
    expect(realm.value(`format('before', ${expression}, 'after')`)).toMatch(/^before .* after$/s);
    expect(realm.run(`console.log('seen', ${expression}); return takeLog()[0][1];`)).toMatch(/^seen /);
  });

  test('nesting deeper than the stack', () => {
    const nested = 'let o = {}; for (let i = 0; i < 1e5; i++) o = { o };';
    expect(typeof realm.run(`${nested} return require('util').inspect(o, { depth: Infinity });`)).toBe(
      'string',
    );
  });
});
