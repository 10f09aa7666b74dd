import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let realm: ModulesRealm;
beforeAll(async () => {
  realm = new ModulesRealm(await bundleModules());
});
afterAll(() => realm.dispose());

describe('util gives what Node gives for', () => {
  test.each([
    "(u => { function A() {} function B() {} u.inherits(B, A); return [new B() instanceof A, B.super_ === A]; })(require('util'))",
    "require('util').stripVTControlCharacters('\\x1b[31mred\\x1b[0m')",
    "require('util').styleText('red', 'x', { validateStream: false })",
    "require('util').styleText(['bold', 'underline'], 'x')",
    "require('util').styleText(['bold', 'underline'], 'x', { validateStream: false })",
    "require('util').toUSVString('a\\ud800')",
    "require('util').formatWithOptions({ colors: true }, '%s %O', 'a', { b: 1 })",
    "require('util').debuglog('x').enabled",
    "require('util').promisify.custom.toString()",
    "(u => { const f = () => {}; f[u.promisify.custom] = f; return u.promisify(f) === f; })(require('util'))",
    "typeof require('util').TextEncoder",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  const values = [
    'new Date()',
    '/x/',
    'new Map()',
    'new Set()',
    'new WeakMap()',
    'new WeakSet()',
    'Promise.resolve()',
    'new Error()',
    'new (class extends TypeError {})()',
    'new Uint8Array(1)',
    'new Float64Array(1)',
    'new BigInt64Array(1)',
    'new ArrayBuffer(1)',
    'new DataView(new ArrayBuffer(1))',
    'Object(1)',
    'Object("s")',
    'Object(true)',
    'Object(Symbol())',
    'Object(1n)',
    'async () => {}',
    'async function* f() {}',
    'function* f() {}',
    '(function* f() {})()',
    '(function () { return arguments; })()',
    'new Map().entries()',
    'new Set().values()',
    "Buffer.from('a')",
    '{}',
    '[]',
    'null',
    '5',
    '"text"',
    '{ getTime() {} }',
  ];
  test.each(values)('util.types of %s', value => {
    // Alike in every test but those of what no script can have or tell.
    const tests = `(t => Object.keys(t)
      .filter(name => !/Proxy|External|KeyObject|CryptoKey|EventTarget|SharedArrayBuffer|Float16/.test(name))
      .filter(name => t[name](${value})).sort())(require('util').types)`;
    expect(realm.value(tests)).toEqual(inNode(tests));
  });
});

describe('deep equality is that of Node for', () => {
  test.each([
    '1, 1',
    "1, '1'",
    'NaN, NaN',
    '0, -0',
    'null, undefined',
    '{ a: 1, b: [2, { c: 3 }] }, { b: [2, { c: 3 }], a: 1 }',
    '{ a: 1 }, { a: 1, b: undefined }',
    "[1, 2], ['1', 2]",
    '[1, , 3], [1, undefined, 3]',
    '[], {}',
    'new Date(1), new Date(1)',
    'new Date(1), new Date(2)',
    '/a/g, /a/i',
    '/a/g, /a/g',
    'new Error("a"), new Error("a")',
    'new Error("a"), new Error("b")',
    'new Error("a"), new TypeError("a")',
    'new Map([[1, { a: 1 }], [{ k: 1 }, 2]]), new Map([[{ k: 1 }, 2], [1, { a: 1 }]])',
    'new Map([[1, undefined]]), new Map([[2, undefined]])',
    'new Set([1, { a: 1 }, [2]]), new Set([[2], { a: 1 }, 1])',
    'new Set([{ a: 1 }]), new Set([{ a: 2 }])',
    'new Set([undefined, 1]), new Set([1, null])',
    'new Uint8Array([1, 2]), new Uint8Array([1, 2])',
    'new Uint8Array([1, 2]), new Uint8Array([1, 3])',
    'new Uint8Array([1]), new Int8Array([1])',
    'new Float32Array([0]), new Float32Array([-0])',
    'Buffer.from("a"), Buffer.from("a")',
    'new ArrayBuffer(2), new ArrayBuffer(3)',
    'Object(1), Object(1)',
    'Object(1), Object(2)',
    'Object.create(null), {}',
    'new (class A {})(), {}',
    '{ [Symbol.for("s")]: 1 }, { [Symbol.for("s")]: 2 }',
    '(a => { a.self = a; return a; })({}), (a => { a.self = a; return a; })({})',
    '() => {}, () => {}',
    'Object.assign([1], { x: 1 }), [1]',
    'new WeakMap(), new WeakMap()',
    '{ a: "x" }, "x"',
  ])('%s', pair => {
    const strict = `require('util').isDeepStrictEqual(${pair})`;
    expect(realm.value(strict)).toBe(inNode(strict));
    const loose = `(() => { try { require('assert').deepEqual(${pair}); return true; } catch { return false; } })()`;
    expect(realm.value(loose)).toBe(inNode(loose));
  });
});

describe('promises and callbacks', () => {
  test('promisify resolves with the value and rejects with the error', async () => {
    const body = `
      const { promisify } = require('util');
      const half = promisify((n, done) => n % 2 ? done(new Error('odd')) : done(null, n / 2));
      return [await half(4), await half(3).catch(error => error.message)];`;
    expect(await realm.resolve(body)).toEqual([2, 'odd']);
  });

  test('promisify(setTimeout) waits and gives the value', async () => {
    const body = "return await require('util').promisify(setTimeout)(10, 'late');";
    expect(await realm.resolve(body)).toBe('late');
  });

  test('promisify keeps this', async () => {
    const body = `
      const object = { n: 5, get(done) { done(null, this.n); } };
      object.getAsync = require('util').promisify(object.get);
      return await object.getAsync();`;
    expect(await realm.resolve(body)).toBe(5);
  });

  test('callbackify calls back with the value, and with the error first', async () => {
    const body = `
      const { callbackify } = require('util');
      const call = fn => new Promise(resolve => callbackify(fn)((error, value) => resolve([error && error.message, value])));
      return [await call(async () => 1), await call(async () => { throw new Error('no'); })];`;
    expect(await realm.resolve(body)).toEqual([
      [null, 1],
      ['no', null],
    ]);
  });

  test('what a callbackified callback throws does not become the rejection of the promise', async () => {
    const body = `
      takeLog();
      require('util').callbackify(async () => 1)(() => { throw new Error('in callback'); });
      await null; await null; await null; await null;
      return takeLog();`;
    expect(await realm.resolve(body)).toEqual([['uncaught', 'in callback']]);
  });

  test('deprecate warns once and keeps the function working, also as a constructor', () => {
    const body = `
      takeLog();
      const { deprecate } = require('util');
      const add = deprecate((a, b) => a + b, 'add is old', 'DEP1');
      const Old = deprecate(class Old { constructor(x) { this.x = x; } }, 'Old is old');
      return [add(1, 2), add(3, 4), new Old(5).x, takeLog()];`;
    expect(realm.run(body)).toEqual([
      3,
      7,
      5,
      [
        ['warn', 'DeprecationWarning: [DEP1] add is old'],
        ['warn', 'DeprecationWarning: Old is old'],
      ],
    ]);
  });
});

describe('assert', () => {
  const outcome = (call: string): string =>
    `(assert => { try { assert${call}; return 'passes'; } catch (e) { return [e.name, e.code, e.generatedMessage, e.operator]; } })(require('assert'))`;
  test.each([
    '(true)',
    '.ok(1)',
    '.equal(1, "1")',
    '.equal(NaN, NaN)',
    '.notEqual(1, 2)',
    '.strictEqual(1, 1)',
    '.deepStrictEqual({ a: 1 }, { a: 1 })',
    '.notDeepStrictEqual({ a: 1 }, { a: "1" })',
    '.strict.equal(1, 1)',
    '.throws(() => { throw new TypeError("bad"); }, TypeError)',
    '.throws(() => { throw new TypeError("bad"); }, /bad/)',
    '.throws(() => { throw new TypeError("bad"); }, { name: "TypeError", message: /ba/ })',
    '.throws(() => { throw new TypeError("bad"); }, error => error.message === "bad")',
    '.doesNotThrow(() => {})',
    '.match("abc", /b/)',
    '.doesNotMatch("abc", /x/)',
    '.ifError(null)',
    // What fails
    '.strictEqual(1, 2)',
    '.strictEqual(1, 2, "mine")',
    '.deepStrictEqual({ a: 1 }, { a: "1" })',
    '.notStrictEqual(1, 1)',
    '.fail("mine")',
    '.strict.equal(1, "1")',
    '.throws(() => {})',
    '.throws(() => { throw new TypeError("bad"); }, RangeError)',
    '.strictEqual(1, 2, new RangeError("mine"))',
  ])('%s does what it does in Node', call => {
    expect(realm.value(outcome(call))).toEqual(inNode(outcome(call)));
  });

  test.each(['(0)', '.equal(1, 2)', '.throws(() => { throw new Error("a"); }, { message: "b" })'])(
    '%s throws an AssertionError with a code, also as an instance',
    call => {
      const thrown = realm.thrown(`require('assert')${call}`);
      expect(thrown?.code).toBe('ERR_ASSERTION');
      const body = `try { require('assert')${call} } catch (e) { return e instanceof require('assert').AssertionError; }`;
      expect(realm.run(body)).toBe(true);
    },
  );

  test('a failed comparison names both values', () => {
    const thrown = realm.thrown("require('assert').strictEqual({ hp: 1 }.hp, 'full')");
    expect(thrown?.message).toContain('1');
    expect(thrown?.message).toContain("'full'");
  });

  test('rejects and doesNotReject await the promise', async () => {
    const body = `
      const assert = require('assert/strict');
      await assert.rejects(async () => { throw new TypeError('bad'); }, { name: 'TypeError' });
      await assert.doesNotReject(Promise.resolve());
      const missing = await assert.rejects(Promise.resolve()).catch(e => e.code);
      const unwanted = await assert.doesNotReject(Promise.reject(new Error('x'))).catch(e => e.code);
      return [missing, unwanted];`;
    expect(await realm.resolve(body)).toEqual(['ERR_ASSERTION', 'ERR_ASSERTION']);
  });
});
