import { builtinModules } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REMOVED_GLOBALS, STRICT_REMOVED_GLOBALS } from '../realm/removals.ts';
import { bundleModules, ModulesRealm } from './test/modules-realm.ts';
import { UNAVAILABLE_MODULES } from './unavailable.ts';

const PROVIDED = [
  'assert',
  'assert/strict',
  'buffer',
  'console',
  'crypto',
  'events',
  'os',
  'path',
  'path/posix',
  'perf_hooks',
  'process',
  'querystring',
  'string_decoder',
  'sys',
  'timers',
  'timers/promises',
  'url',
  'util',
  'util/types',
];

/** The bundle must stay small, for every isolate has it. Names are kept, as stack traces show them. */
const MAX_BUNDLE_BYTES = 320_000;

let bundle: string;
let realm: ModulesRealm;
beforeAll(async () => {
  bundle = await bundleModules();
  realm = new ModulesRealm(bundle);
});
afterAll(() => realm.dispose());

describe('require', () => {
  test.each(PROVIDED)('gives %s, with and without the node: prefix, and always the same one', name => {
    const both = `require(${JSON.stringify(name)}) === require(${JSON.stringify(`node:${name}`)})`;
    expect(realm.value(both)).toBe(true);
    expect(realm.value(`typeof require('${name}')`)).toMatch(/^(object|function)$/);
  });

  test.each(Object.keys(UNAVAILABLE_MODULES))('refuses %s by name, with the reason', name => {
    const error = realm.thrown(`require(${JSON.stringify(`node:${name}`)})`);
    expect(error?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
    expect(error?.message).toContain(`"node:${name}"`);
    expect(error?.message).toContain(UNAVAILABLE_MODULES[name]);
  });

  test('knows every public module of this Node.js: it is either provided or refused with a reason', () => {
    const names = builtinModules
      .map(name => name.replace(/^node:/, ''))
      .filter(name => !name.startsWith('_'));
    const unknown = names.filter(name => !PROVIDED.includes(name) && !(name in UNAVAILABLE_MODULES));
    expect(unknown).toEqual([]);
  });

  test('says that a module which is not of Node.js was not bundled', () => {
    const error = realm.thrown("require('left-pad')");
    expect(error?.code).toBe('MODULE_NOT_FOUND');
    expect(error?.message).toContain("'left-pad'");
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'finds no module called %j',
    name => {
      expect(realm.thrown(`require(${JSON.stringify(name)})`)?.code).toBe('MODULE_NOT_FOUND');
    },
  );
});

test('the bundle is small enough to be in every isolate', () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(MAX_BUNDLE_BYTES);
});

test('every module works in a realm from which the sandbox has removed globals', () => {
  const bare = new ModulesRealm(bundle, [...REMOVED_GLOBALS, ...STRICT_REMOVED_GLOBALS]);
  try {
    for (const name of PROVIDED) expect(bare.value(`typeof require('${name}')`)).not.toBe('undefined');
    expect(bare.value("new URL('../b?c=1', 'https://example.com/a/d').searchParams.get('c')")).toBe('1');
    expect(bare.value('inspect({ a: [1, new Map([[2, new Date(0)]])] })')).toBe(
      '{ a: [ 1, Map(1) { 2 => 1970-01-01T00:00:00.000Z } ] }',
    );
    expect(bare.value("require('crypto').createHash('sha512').update('a').digest('hex').length")).toBe(128);
    expect(bare.value("Buffer.from('héllo').toString('base64')")).toBe('aMOpbGxv');
    expect(bare.thrown('process.hrtime.bigint()')?.code).toBe('ERR_PLAYPEN_UNAVAILABLE');
    expect(bare.value('structuredClone({ a: new Set([1]) }).a.size')).toBe(1);
  } finally {
    bare.dispose();
  }
});

test('nothing but the documented globals appears, even after every module was loaded', () => {
  const clean = new ModulesRealm(bundle);
  try {
    const before = clean.value('Object.getOwnPropertyNames(globalThis)') as string[];
    for (const name of PROVIDED) clean.value(`typeof require('${name}')`);
    clean.value("new URL('https://example.com').href + inspect({}) + process.version");
    expect(clean.value('Object.getOwnPropertyNames(globalThis)')).toEqual(before);
  } finally {
    clean.dispose();
  }
});

test('what is first shown after a script has replaced globals and their methods is shown as ever', () => {
  const changed = new ModulesRealm(bundle);
  try {
    const logged = changed.run(`
      const show = console.log;
      const set = Map.prototype.set;
      Map.prototype.set = Map.prototype.get = Object.keys = () => 'lies';
      Array.prototype.map = Array.prototype.join = String.prototype.replace = () => 'lies';
      for (const name of ['Map', 'Set', 'Symbol', 'Reflect', 'Object', 'Proxy']) globalThis[name] = undefined;
      show({ a: [1], 'b c': new Date(0) }, new Uint8Array(2));
      return takeLog();
    `);
    expect(logged).toEqual([
      ['info', "{ a: [ 1 ], 'b c': 1970-01-01T00:00:00.000Z } Uint8Array(2) [ 0, 0 ]"],
    ]);
  } finally {
    changed.dispose();
  }
});

test('a script that breaks the intrinsics still has its lines logged, with objects left out at worst', () => {
  const broken = new ModulesRealm(bundle);
  try {
    const logged = broken.run(`
      const methods = [];
      const shown = { a: [1], b: new Map([[1, 2]]) };
      for (const owner of [Array.prototype, String.prototype, Map.prototype, RegExp.prototype, Object]) {
        for (const name of Object.getOwnPropertyNames(owner)) {
          const { value } = Object.getOwnPropertyDescriptor(owner, name);
          if (typeof value === 'function' && name !== 'constructor') methods.push({ owner, name, value });
        }
      }
      for (const { owner, name } of methods) {
        owner[name] = () => { throw new Error(name + ' is broken'); };
      }
      console.log('still here', 1);
      console.warn(shown);
      for (const { owner, name, value } of methods) owner[name] = value;
      return takeLog();
    `);
    expect(logged).toEqual([
      ['info', 'still here 1'],
      ['warn', '[object that cannot be inspected]'],
    ]);
  } finally {
    broken.dispose();
  }
});
