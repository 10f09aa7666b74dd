import ivm from 'isolated-vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import type { Profile } from './harden.ts';
import { KNOWN_GLOBALS } from './known-globals.ts';
import { REMOVED_GLOBALS } from './removals.ts';
import { createImage, HardenedRealm } from './test/hardened-realm.ts';

describe.each<Profile>(['standard', 'strict'])('the language of the %s profile', profile => {
  let realm: HardenedRealm;
  beforeAll(async () => {
    realm = new HardenedRealm(await createImage(), profile);
  });
  afterAll(() => realm.dispose());

  test('lacks what no limit of the isolate holds', () => {
    const present = REMOVED_GLOBALS.filter(name => realm.value(`${JSON.stringify(name)} in globalThis`));
    expect(present).toEqual([]);
    expect(realm.value("'fromAsync' in Array || 'toTemporalInstant' in Date.prototype")).toBe(false);
  });

  test('has ArrayBuffers of a fixed length only', () => {
    expect(realm.value('new ArrayBuffer(8, { maxByteLength: 2 ** 32 }).resizable')).toBe(false);
    expect(
      realm.value('new (new Uint8Array(1).buffer.constructor)(8, { maxByteLength: 16 }).resizable'),
    ).toBe(false);
    expect(realm.value("'resize' in ArrayBuffer.prototype")).toBe(false);
  });

  test('has ArrayBuffers that are used as ever', () => {
    expect(realm.value('new ArrayBuffer(8).slice(2).byteLength')).toBe(6);
    expect(realm.value('new Uint8Array(4).buffer instanceof ArrayBuffer')).toBe(true);
    expect(realm.value('new (class extends ArrayBuffer {})(3) instanceof ArrayBuffer')).toBe(true);
    expect(
      realm.value(
        '[ArrayBuffer.name, ArrayBuffer.length, ArrayBuffer.isView(new DataView(new ArrayBuffer(1)))]',
      ),
    ).toEqual(['ArrayBuffer', 1, true]);
    expect(realm.thrown('ArrayBuffer(1)')).toBe('TypeError');
  });

  test('lets nobody take part in the making of stacks', () => {
    realm.run("Error.prepareStackTrace = () => 'mine'");
    expect(realm.value("new Error('x').stack")).toMatch(/^Error: x\n {4}at /);
    expect(realm.thrown("Object.defineProperty(Error, 'prepareStackTrace', { value: () => 1 })")).toBe(
      'TypeError',
    );
    expect(realm.thrown("(function () { 'use strict'; Error.stackTraceLimit = 1e9; })()")).toBe('TypeError');
  });

  test('formats numbers, dates and lists in plain English', () => {
    expect(realm.value('(1234567.8916).toLocaleString()')).toBe('1,234,567.892');
    expect(realm.value("[-1234, 0.5, 1e21, NaN].map(n => n.toLocaleString('de'))")).toEqual([
      '-1,234',
      '0.5',
      '1e+21',
      'NaN',
    ]);
    expect(realm.value('(5).toLocaleString(undefined, { minimumFractionDigits: 2 })')).toBe('5.00');
    expect(realm.value('(999.99).toLocaleString(undefined, { maximumFractionDigits: 0 })')).toBe('1,000');
    expect(realm.value("[1234, null, 'a', [5678]].toLocaleString()")).toBe('1,234,,a,5,678');
    expect(realm.value('new Float32Array([1234.5]).toLocaleString()')).toBe('1,234.5');
    expect(realm.value('new Date(2024, 0, 31, 13, 5, 9).toLocaleString()')).toBe('1/31/2024, 1:05:09 PM');
    expect(realm.value('new Date(2024, 0, 31).toLocaleDateString()')).toBe('1/31/2024');
    expect(realm.value('new Date(2024, 0, 31).toLocaleTimeString()')).toBe('12:00:00 AM');
    expect(realm.value('new Date(NaN).toLocaleString()')).toBe('Invalid Date');
  });

  test('compares and folds texts without asking for a locale', () => {
    expect(realm.value("['b', 'a', 'C', 'é', 'e', 'f', 'A'].sort((a, b) => a.localeCompare(b))")).toEqual([
      'a',
      'A',
      'b',
      'C',
      'e',
      'é',
      'f',
    ]);
    expect(realm.value("'résumé'.localeCompare('RESUME', 'en', { sensitivity: 'base' })")).toBe(0);
    expect(realm.value("['straße'.toLocaleUpperCase(), 'ÀB'.toLocaleLowerCase('tr')]")).toEqual([
      'STRASSE',
      'àb',
    ]);
  });
});

test('a V8 with a global nobody has looked at is refused, and the refusal says what to do', async () => {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const context = isolate.createContextSync();
  const source = `(() => {${await bundleRuntime()}; globalThis.Novelty = 1; return playpenRuntime.boot('strict'); })()`;
  expect(() => context.evalSync(source)).toThrow(/Novelty; see what it allows, then add it to KNOWN_GLOBALS/);
  isolate.dispose();
});

test('each global of this V8 is known, and each known one exists: to extend the list, look at what a new one allows', () => {
  const isolate = new ivm.Isolate({ memoryLimit: 64 });
  const names = isolate
    .createContextSync()
    .evalSync('Object.getOwnPropertyNames(globalThis).join()')
    .split(',');
  isolate.dispose();
  const looked = [...KNOWN_GLOBALS, ...REMOVED_GLOBALS];
  const news = names.filter((name: string) => !looked.includes(name));
  expect(news, `add to KNOWN_GLOBALS or REMOVED_GLOBALS: ${news}`).toEqual([]);
  expect(KNOWN_GLOBALS.filter(name => !names.includes(name))).toEqual([]);
});
