import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { splitInspect } from './inspect-parts.ts';

const text = await readFile(createRequire(import.meta.url).resolve('node-inspect-extracted'), 'utf8');

test('all that the late part of inspect takes of the language is in the early part', () => {
  const { primordials, rest } = splitInspect(text);
  const early = runInNewContext(`${primordials.replace('export const', 'const')}; primordials;`);
  const asked = new Set<PropertyKey>();
  const natives = new Proxy(early, {
    get(target, key) {
      asked.add(key);
      return target[key];
    },
  });
  const library = runInNewContext(rest, { natives });
  expect(library.inspect(new Map([[1, [2]]]))).toBe('Map(1) { 1 => [ 2 ] }');
  expect(asked.size).toBeGreaterThan(100);
  expect([...asked].filter(key => early[key] === undefined)).toEqual([]);
});

test('a library that has another form is refused', () => {
  expect(() => splitInspect('module.exports = {};')).toThrow('not divided as before');
});
