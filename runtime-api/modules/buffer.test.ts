import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inNode } from './test/in-node.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';

let realm: ModulesRealm;
beforeAll(async () => {
  realm = new ModulesRealm(await bundleModules());
});
afterAll(() => realm.dispose());

describe('Buffer gives what Node gives for', () => {
  test.each([
    // How it is made
    "Buffer.from('héllo €😀')",
    "Buffer.from('ff00zz', 'hex')",
    "Buffer.from('aGk_', 'base64')",
    "Buffer.from('aGk_', 'base64url')",
    "Buffer.from('hé', 'latin1')",
    "Buffer.from('hé', 'utf16le')",
    "Buffer.from('hé', 'UTF-8')",
    "Buffer.from('lone \\ud800 surrogate \\udc00')",
    'Buffer.from([1, 2, 300, -1])',
    'Buffer.from(new Uint8Array([1, 2, 3]))',
    'Buffer.from(new Uint8Array([1, 2, 3]).buffer, 1, 2)',
    "Buffer.from({ type: 'Buffer', data: [1, 2] })",
    "Buffer.from(JSON.parse(JSON.stringify(Buffer.from('abc'))))",
    'Buffer.alloc(3, 7)',
    "Buffer.alloc(5, 'ab')",
    'Buffer.of(1, 2)',
    "Buffer.concat([Buffer.from('a'), Buffer.from('b')])",
    "Buffer.concat([Buffer.from('abc')], 2)",
    // How old scripts make it
    "new Buffer('abc')",
    "new Buffer('YWJj', 'base64')",
    'new Buffer([1, 2])',
    'new Buffer(3).length',
    "new Buffer.from('abc')",
    'new Buffer.alloc(2)',
    "Buffer('abc')",
    // What it says
    "Buffer.from('héllo €😀').toString()",
    "Buffer.from('abc').toString('hex')",
    "Buffer.from([251, 255, 254]).toString('base64')",
    "Buffer.from([251, 255, 254, 1]).toString('base64url')",
    "Buffer.from([104, 233]).toString('latin1')",
    "Buffer.from([104, 233]).toString('ascii')",
    "Buffer.from('abcdef').toString('utf8', 1, 3)",
    "Buffer.from('abcdef').toString(undefined, -3, 100)",
    "Buffer.from('abcdef').toString('utf8', 4, 2)",
    'Buffer.from([0xe2, 0x82]).toString()',
    'Buffer.from([0x61, 0xe2, 0x82, 0x41, 0xf0, 0x9f, 0x98, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]).toString()',
    "String(Buffer.alloc(0)) === '' && Buffer.alloc(0) == ''",
    "'' + Buffer.from('abc')",
    "JSON.stringify({ b: Buffer.from('ab') })",
    "Buffer.byteLength('héllo €😀')",
    "Buffer.byteLength('YWJjZA==', 'base64')",
    "['utf8', 'UTF-8', 'hex', 'base64url', 'nope'].map(name => Buffer.isEncoding(name))",
    "[Buffer.from('a'), new Uint8Array(1), 'a', null].map(value => Buffer.isBuffer(value))",
    // What it is
    "Buffer.from('a') instanceof Uint8Array",
    "Buffer.isBuffer(Buffer.from('abc').slice(1))",
    "Buffer.isBuffer(Buffer.from('abc').subarray(1))",
    "(b => { b.slice(0, 1)[0] = 65; return b; })(Buffer.from('abc'))",
    "Buffer.from('abc').equals(Buffer.from('abc'))",
    "Buffer.compare(Buffer.from('a'), Buffer.from('b'))",
    "Buffer.from('abcabc').indexOf('ca')",
    "Buffer.from('abcabc').includes('zz')",
    "[...Buffer.from('abc').entries()]",
    "(b => [b.write('héé', 1), b])(Buffer.alloc(5))",
    "(b => [b.write('aGk_', 0, 'base64url'), b])(Buffer.alloc(3))",
    '(b => { b.writeUInt32BE(0xdeadbeef, 0); b.writeFloatLE(1.5, 4); b.writeInt16LE(-2, 8); return b; })(Buffer.alloc(10))',
    '(b => [b.readUInt32BE(0), b.readInt16LE(1), b.readDoubleBE(0), b.readUint8(3)])(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]))',
    "Buffer.from('abc').fill('x', 1)",
    "(b => [Buffer.from('abc').copy(b, 1), b])(Buffer.alloc(3))",
    "Buffer.from('abc').toJSON()",
    'Buffer.from([1, 2, 3, 4]).swap16()',
    "btoa('hé') + atob(' YW Jj ')",
    "require('buffer').Buffer === Buffer",
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test.each([
    "Buffer.from('h\\x00llo')",
    'Buffer.alloc(60, 1)',
    "Object.assign(Buffer.from('a'), { extra: 1 })",
    "{ payload: Buffer.from('x'), list: [Buffer.alloc(0)] }",
  ])('inspecting %s', expression => {
    expect(realm.value(`inspect(${expression})`)).toBe(inNode(`require('util').inspect(${expression})`));
  });
});

test('a 64-bit integer survives writing and reading', () => {
  const body = 'const b = Buffer.alloc(8); b.writeBigInt64BE(-5n); return String(b.readBigInt64BE(0));';
  expect(realm.run(body)).toBe('-5');
});

test.each([
  'Buffer.from(5)',
  'Buffer.from(null)',
  'Buffer.alloc(-1)',
  "Buffer.from('a', 'nope')",
  'Buffer.alloc(1).readUInt32LE(0)',
])('%s throws', expression => {
  expect(realm.thrown(expression)).toBeDefined();
});

describe('TextEncoder and TextDecoder give what Node gives for', () => {
  test.each([
    "[...new TextEncoder().encode('héllo €😀 \\ud800')]",
    "(t => [new TextEncoder().encodeInto('a€😀', t), [...t]])(new Uint8Array(6))",
    'new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))',
    "new TextDecoder('utf8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])).length",
    "new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0, 0x3d, 0xd8, 0, 0xde, 0x3d, 0xd8]))",
    "new TextDecoder(' LATIN1 ').decode(new Uint8Array([0x80, 0xe9]))",
    'new TextDecoder().decode()',
    '(d => [d.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), d.decode(new Uint8Array([0xac])), d.decode(new Uint8Array([0xe2]))])(new TextDecoder())',
    "(d => [d.decode(new Uint8Array([0x3d]), { stream: true }), d.decode(new Uint8Array([0xd8, 0]), { stream: true }), d.decode(new Uint8Array([0xde]))])(new TextDecoder('utf-16le'))",
    "new TextDecoder('utf8').encoding + new TextDecoder('ascii').encoding",
    '[[0xf4, 0x90, 0x80, 0x80], [0xe0, 0x80, 0x80], [0xf0, 0x9f, 0x41], [0xc3], [0x80, 0xbf]].map(b => new TextDecoder().decode(new Uint8Array(b)))',
  ])('%s', expression => {
    expect(realm.value(expression)).toEqual(inNode(expression));
  });

  test.each([
    "new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))",
    "new TextDecoder('utf-16le', { fatal: true }).decode(new Uint8Array([0x3d, 0xd8]))",
    "new TextDecoder('nope')",
    "new TextDecoder().decode('text')",
  ])('the error of %s', expression => {
    const thrown = `(() => { try { ${expression}; } catch (error) { return [error.name, error.code]; } })()`;
    expect(realm.value(thrown)).toEqual(inNode(thrown));
  });

  test('every single byte and pair of bytes', () => {
    const pairs = `[0x41, 0x7f, 0x80, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff]
      .flatMap((a, _, all) => all.flatMap(b => all.map(c => new TextDecoder().decode(new Uint8Array([a, b, c, 0x42])))))`;
    expect(realm.value(pairs)).toEqual(inNode(pairs));
  });
});

test('a long text survives encoding and decoding', () => {
  expect(realm.run("const t = 'aé€😀'.repeat(20000); return Buffer.from(t).toString() === t;")).toBe(true);
});

describe('structuredClone gives what Node gives for', () => {
  test.each([
    '{ a: [1, , 3], b: new Date(5), c: /x/gi, d: new Map([[{ k: 1 }, new Set([2])]]) }',
    'new (class Point { x = 1; })()',
    'Object.assign(Object.create({ inherited: 1 }), { own: 2 })',
    "Object.assign(new TypeError('boom', { cause: 5 }), { stack: 'stack' })",
    '[new Number(1), new String("x"), null, undefined, NaN, -0]',
    'new Float64Array([1, 2])',
    'new DataView(new Uint8Array([1, 2, 3]).buffer, 1)',
    '(o => { o.self = o; return o; })({})',
    '(shared => ({ a: shared, b: shared }))([1])',
    'JSON.parse(\'{"__proto__":1}\')',
  ])('%s', value => {
    const shown = `require('util').inspect(structuredClone(${value}), { depth: 5 })`;
    expect(realm.value(shown)).toBe(inNode(shown));
  });

  test.each(['() => {}', 'Symbol()', '{ deep: [() => {}] }', 'new WeakMap()', 'Promise.resolve()'])(
    'the refusal of %s',
    value => {
      const thrown = `(() => { try { structuredClone(${value}); } catch (e) { return [e.name, e.code]; } })()`;
      expect(realm.value(thrown)).toEqual(inNode(thrown));
    },
  );
});
