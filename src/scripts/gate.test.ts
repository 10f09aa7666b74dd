import { describe, expect, it } from 'vitest';
import { CAPS } from '../../runtime-api/realm/caps.ts';
import { PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import { type BundleOptions, bundleScript } from './bundle.ts';
import { type GateRules, inspectBundle } from './gate.ts';
import { ScriptFolder } from './test/script-folder.ts';

const RULES: GateRules = { profile: 'strict', maxNesting: 100, maxFunctionNodes: 1_000 };

/** `line:column` from one, and the text, of what the gate refuses in a bundle. */
function refused(code: string, rules: Partial<GateRules> = {}): string[] {
  return inspectBundle(code, { ...RULES, ...rules }).map(
    ({ line, column, text }) => `${line + 1}:${column + 1} ${text}`,
  );
}

/** What these files are refused with in the profile, with `/` for the way to their folder; empty when they pass. */
async function refusal(
  files: Record<string, string>,
  profile: IsolateProfile,
  options: Partial<BundleOptions> = {},
): Promise<string> {
  using folder = new ScriptFolder(files);
  try {
    await bundleScript(folder.path, { maxBytes: 5_000_000, profile, ...options });
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(PlaypenError);
    expect((error as PlaypenError).code).toBe('script_invalid');
    return (error as PlaypenError).detail.replaceAll(`${folder.path}/`, '/');
  }
}

describe('a BigInt literal', () => {
  it.each<[string, Record<string, string>, string]>([
    ['CommonJS', { 'index.js': "// é\nexports.ssExports = { é: 'ü', big: 5n };" }, '/index.js:2:36: '],
    ['an ES module', { 'index.mjs': 'export const ssExports = { a: -0xffn };' }, '/index.mjs:1:32: '],
    [
      'TypeScript behind types',
      {
        'index.ts':
          'interface A {\n  b: bigint;\n}\nconst a: A = {\n  b: 1_000n };\nexport const ssExports = { a };',
      },
      '/index.ts:5:6: ',
    ],
    [
      'another file',
      { 'index.js': "exports.ssExports = require('./b');", 'b.js': '\n\n  module.exports = 1n;' },
      '/b.js:3:20: ',
    ],
    [
      'an npm package',
      { 'index.js': "require('dep')", 'node_modules/dep/index.js': 'module.exports = 2n ** 64n;' },
      '/node_modules/dep/index.js:1:18: ',
    ],
    ['the name of a property', { 'index.js': 'exports.ssExports = { 1n: 1 };' }, '/index.js:1:23: '],
  ])('in %s is refused in the strict profile, with its place and what to do', async (_, files, place) => {
    const detail = await refusal(files, 'strict');
    expect(detail.startsWith(place)).toBe(true);
    expect(detail).toContain('BigInt literals are refused in the strict profile; use numbers');
    expect(detail).toMatch(/\n {2}\d+ \| .*\n +\| +\^/);
    expect(await refusal(files, 'standard')).toBe('');
  });

  it('is counted when there are many', async () => {
    const detail = await refusal({ 'index.js': 'f(1n);\n'.repeat(30) }, 'strict');
    expect(detail.match(/index\.js:\d+:\d+: BigInt/g)).toHaveLength(20);
    expect(detail).toContain('and 10 more errors');
  });
});

describe('what the strict profile bounds in the language layer', () => {
  it('is bounded in regular expression literals, too', () => {
    const atMost = `/${'a'.repeat(CAPS.patternUnits)}/`;
    expect(refused(atMost)).toEqual([]);
    const above = `/a${atMost.slice(1)}`;
    expect(refused(`x;\n ${above}`)).toEqual([expect.stringMatching(/^2:2 a regular expression of 16385 /)]);
    expect(refused(above, { profile: 'standard' })).toEqual([]);
  });

  it.each([
    ['an array', `[${'{},'.repeat(1_000)}]`, '1:1'],
    ['a function', `f;\nfunction g() { ${'a;'.repeat(1_000)} }`, '2:1'],
    ['functions that are compiled with it', `\n${'(function () { a; })();'.repeat(250)}`, '1:1'],
    ['functions in one place', `[${'() => 1,'.repeat(1_000)}]`, '1:1'],
  ])('%s too large to be compiled in one step is refused, with its place', (_, code, place) => {
    expect(refused(code)).toEqual([
      expect.stringMatching(new RegExp(`^${place} this function or literal is too large.*split it`)),
    ]);
    expect(refused(code, { profile: 'standard' })).toEqual([]);
  });

  it('lets much code pass that is in many functions', () => {
    expect(refused(`function f() { return [${'1,'.repeat(100)}]; }\n`.repeat(100))).toEqual([]);
  });
});

describe('code that is nested too deeply', () => {
  it.each([
    ['a little', 60],
    ['further than the parser goes', 20_000],
  ])('%s is refused in both profiles, with its place', (_, depth) => {
    const code = `'use strict';\nx = ${'[['.repeat(depth)}${']]'.repeat(depth)};`;
    const expected = expect.stringMatching(/^2:\d+ the code is nested too deeply here, at most 100 /);
    expect(refused(code)).toEqual([expected]);
    expect(refused(code, { profile: 'standard' })).toEqual([expected]);
  });

  it('is shown in the author’s file', async () => {
    const files = { 'index.js': `exports.ssExports =\n ${'['.repeat(150)}${']'.repeat(150)};` };
    const detail = await refusal(files, 'standard', { maxNesting: 100 });
    expect(detail).toMatch(/^\/index\.js:2:\d+: the code is nested too deeply/);
    expect(detail).toContain('split it into functions');
    expect(await refusal(files, 'standard')).toBe('');
  });
});

describe('a bundle that is not the body of one function', () => {
  it.each([
    ['ends the function that the isolate puts around it', '}); steal(); (function () {', '1:1'],
    ['imports when it runs', 'const a = 1;\nimport(a)', '2:1'],
    ['imports as a module', "import a from 'a'", '1:1'],
    ['asks for import.meta', 'f(import.meta)', '1:3'],
    ['begins with a line for the shell', '#!/usr/bin/env node\n', '1:2'],
    ['awaits', 'await 1', '1:7'],
    ['does not end', 'f(', '1:3'],
  ])('because it %s is refused in both profiles', (_, code, place) => {
    for (const profile of ['strict', 'standard'] as const) {
      expect(refused(code, { profile })).toEqual([expect.stringMatching(new RegExp(`^${place} \\S`))]);
    }
  });

  it.each([
    ['returns', 'if (exports.done) return;\nexports.done = true;'],
    ['names a variable await', 'var await = 1; yield = await'],
    ['counts in octal', "exports.a = 010 + '\\08';"],
    ['has comments of HTML', 'x <!-- y\n--> z'],
    [
      'is of the newest language',
      'x ??= a?.b; /(?<y>a)|(?i:b)/v; class A { static #p; static { #p in A; } }',
    ],
  ])('is another thing than one that %s', (_, code) => {
    expect(refused(code)).toEqual([]);
  });
});

it.each([
  ['with, which would hide them', 'with (exports) a = 1;'],
  ['a name of theirs', 'const __playpen_text = text => text;'],
  ['a name of theirs, written differently', 'const \\u005f_playpen_text = text => text;'],
])('what could get round the guards of operators is refused in the strict profile alone: %s', (_, code) => {
  expect(refused(code, { profile: 'strict' })).toHaveLength(1);
  expect(refused(code, { profile: 'standard' })).toEqual([]);
});

it('a script that begins with a line for the shell passes', async () => {
  using folder = new ScriptFolder({ 'index.js': '#!/usr/bin/env node\nexports.ssExports = {};' });
  const { code } = await bundleScript(folder.path, { maxBytes: 1_000, profile: 'strict' });
  expect(code).toMatch(/^.*\/\/\/usr\/bin\/env node\n/);
});
