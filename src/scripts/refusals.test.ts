// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts are text here, and so are their templates
import { symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PlaypenError } from '../errors.ts';
import { resolveLimits } from '../limits/limits.ts';
import { type BundleOptions, bundleScript } from './bundle.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { ScriptFolder } from './test/script-folder.ts';

const { bundleBytes: maxBytes } = resolveLimits();
type Files = Record<string, string | Uint8Array>;

async function refusal(path: string, options: BundleOptions = { maxBytes }): Promise<PlaypenError> {
  const error = await bundleScript(path, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlaypenError);
  return error as PlaypenError;
}

/** The detail of the `script_invalid` that these files meet, with `/` for the way to their folder. */
async function invalid(files: Files, entry = '', options?: BundleOptions): Promise<string> {
  using folder = new ScriptFolder(files);
  const { code, detail } = await refusal(folder.at(entry), options);
  expect(code).toBe('script_invalid');
  return detail.replaceAll(`${folder.path}/`, '/').replaceAll(folder.path, '/');
}

async function bundled(files: Files, entry = ''): Promise<ScriptBundle> {
  using folder = new ScriptFolder(files);
  const bundle = await bundleScript(folder.at(entry), { maxBytes });
  return { ...bundle, warnings: bundle.warnings.map(text => text.replaceAll(`${folder.path}/`, '/')) };
}

describe('a path without a script', () => {
  it('is script_not_found, and what a folder would have to hold is said', async () => {
    using folder = new ScriptFolder({ 'README.md': '', 'sub/x.js': '' });
    expect(await refusal(folder.at('nope.js'))).toMatchObject({
      code: 'script_not_found',
      detail: folder.at('nope.js'),
    });
    const error = await refusal(folder.path);
    expect(error).toMatchObject({ code: 'script_not_found' });
    expect(error.detail).toContain('index.js');
  });

  it('is no way to read what is not a file', async () => {
    expect(await refusal('/dev/zero')).toMatchObject({ code: 'script_not_found' });
  });
});

describe('a script that does not parse', () => {
  it('is refused with the place, counted in characters, and the line', async () => {
    const detail = await invalid({
      'index.ts': 'let ok = 1;\n\tconst y: string = "\u00e9\u20ac", z = 1 x;\n',
    });
    expect(detail).toMatch(/^\/index\.ts:2:32: /);
    const [, line, mark] = detail.split('\n');
    expect(line).toContain('"\u00e9\u20ac", z = 1 x;');
    expect(line!.indexOf(' x;') + 1).toBe(mark!.indexOf('^'));
  });

  it('is named as one would type it from the working directory', async () => {
    using folder = new ScriptFolder({ 'src/a.js': '?' });
    const before = process.cwd();
    process.chdir(folder.path);
    try {
      expect((await refusal('nowhere')).code).toBe('script_not_found');
      expect((await refusal('src/a.js')).detail).toMatch(/^src\/a\.js:1:1: /);
    } finally {
      process.chdir(before);
    }
  });

  it('shows only the middle of a line that is long', async () => {
    const detail = await invalid({ 'index.js': `${'1;'.repeat(50_000)} 1 x; ${'2;'.repeat(50_000)}` });
    expect(detail).toMatch(/^\/index\.js:1:100004: /);
    expect(detail.length).toBeLessThan(500);
  });

  it('has its first errors shown, and the others counted', async () => {
    const requires = Array.from({ length: 30 }, (_, i) => `require('./nope${i}');`);
    const detail = await invalid({ 'index.js': requires.join('\n') });
    expect(detail.match(/index\.js:\d+:\d+: /g)).toHaveLength(20);
    expect(detail).toContain('and 10 more errors');
  });

  it('awaits at top level, and is told where to', async () => {
    const detail = await invalid({ 'index.mjs': 'await 1; export const ssExports = {};' });
    expect(detail).toContain('/index.mjs:1:1: ');
    expect(detail).toContain('move it into init');
  });
});

describe('what cannot be found', () => {
  it.each([
    ["import x from './nope';", 'is the path right?'],
    ["const x = require('left-pad-ng');", 'npm install it'],
  ])('%s is refused, with what to do', async (code, advice) => {
    const detail = await invalid({ 'index.js': code });
    expect(detail).toMatch(/^\/index\.js:1:\d+: .*\n {2}1 \| .*\n/);
    expect(detail).toContain(advice);
  });
});

describe('a require that cannot be followed before the script runs', () => {
  it.each([
    'require(name)',
    'require(`${name}.js`)',
    'import(name)',
    "require('./maps/' + name)",
    "require ( /* which? */ './maps/' + name)",
    'require(`./maps/${name}.js`)',
    "import('./maps/' + name)",
    "r\\u0065quire('../../../../../../../../' + name)",
    "[...require('../../../../../../../../' + name)]",
  ])('%s is refused with its place', async call => {
    const detail = await invalid({
      'index.js': `// r\u00e9sum\u00e9\nconst a = 1; ${call};`,
      'maps/a.js': '',
    });
    expect(detail).toMatch(/^\/index\.js:2:1[4-9]: .*must be a literal/);
    expect(detail).toContain(call);
  });

  it.each([
    "// require('./maps/' + name)",
    "/* import('./maps/' + name) */",
    "const s = { require: x => x }; s.require('./maps/' + 1);",
    "const x = require('./maps/' + 'a');",
    'const x = require(`./maps/a`);',
  ])('%s is not refused', async code => {
    const files = { 'index.js': `const name = 'a';\n${code}`, 'maps/a.js': '' };
    expect((await bundled(files)).warnings).toEqual([]);
  });

  it('is only warned of in a package, which may have another way', async () => {
    const files = {
      'index.js': "require('odd');",
      'node_modules/odd/index.js': 'module.exports = name => require(name);',
    };
    expect((await bundled(files)).code).toContain('require(name)');
  });
});

describe('what lies outside of the script', () => {
  const SECRET = { 'secret.js': "exports.password = 'hunter2';", 'secret.json': '{"password":"hunter2"}' };

  it.each(['../secret', '../secret.json', '../game/../secret.js'])('require("%s") is refused', async path => {
    const detail = await invalid({ ...SECRET, 'game/index.js': `require('${path}')` }, 'game');
    expect(detail).toMatch(/^\/game\/index\.js:1:9: .*outside the script's folder/);
    expect(detail).not.toContain('hunter2');
  });

  it('by its absolute path is refused', async () => {
    using outside = new ScriptFolder(SECRET);
    using folder = new ScriptFolder({ 'index.js': `require('${outside.at('secret.js')}')` });
    expect((await refusal(folder.path)).detail).toContain("outside the script's folder");
  });

  it('behind a symbolic link is refused, be it a file, a folder, a package or the entry', async () => {
    using outside = new ScriptFolder({ ...SECRET, 'index.js': '' });
    using folder = new ScriptFolder({
      'file.js': "require('./link.js')",
      'folder.js': "require('./linked/secret')",
      'package.js': "require('linked')",
      'sub/x.js': '',
    });
    symlinkSync(outside.at('secret.js'), folder.at('link.js'));
    symlinkSync(outside.path, folder.at('linked'));
    folder.write('node_modules/.keep', '');
    symlinkSync(outside.path, folder.at('node_modules/linked'));
    symlinkSync(outside.at('secret.js'), folder.at('sub/index.js'));
    for (const entry of ['file.js', 'folder.js', 'package.js', 'sub']) {
      const { code, detail } = await refusal(folder.at(entry));
      expect([entry, code]).toEqual([entry, 'script_invalid']);
      expect(detail).toMatch(/outside the script's folder/);
      expect(detail).not.toContain('hunter2');
    }
    for (const entry of ['link.js', 'linked/secret.js']) {
      expect(await refusal(folder.path, { maxBytes, entry })).toMatchObject({
        code: 'script_not_found',
        detail: `it holds no file "${entry}"`,
      });
    }
  });

  it('is refused when package.json names it as the entry', async () => {
    const files = { ...SECRET, 'game/package.json': '{ "main": "../secret.js" }' };
    expect(await invalid(files, 'game')).toContain("outside the script's folder");
  });

  it('is refused when a package above the script would be found', async () => {
    const files = { 'game/index.js': "require('dep')", 'node_modules/dep/index.js': '' };
    expect(await invalid(files, 'game')).toContain('/node_modules/dep/index.js lies outside');
  });

  it('fails only when it runs where a package asks for it', async () => {
    const files = {
      'game/index.js': "require('careful')",
      'game/node_modules/careful/index.js': "try { require('dep') } catch {}",
      'node_modules/dep/index.js': "'hunter2'",
    };
    const { code, warnings } = await bundled(files, 'game');
    expect(code).not.toContain('hunter2');
    expect(warnings).toEqual([
      expect.stringMatching(/^\/game\/node_modules\/careful\/index\.js:1:15: "dep"/),
    ]);
  });
});

describe('what no script can run', () => {
  it.each([
    ["require('./addon.node')", 'native addons'],
    ["import 'https://example.com/x.js'", 'URLs'],
    ["import './style.css'", '".css" cannot be part'],
  ])('%s is refused', async (code, reason) => {
    const detail = await invalid({ 'index.js': code, 'addon.node': '', 'style.css': '' });
    expect(detail).toMatch(/^\/index\.js:1:\d+: /);
    expect(detail).toContain(reason);
  });

  it('is warned of, not refused, when it is a module of Node.js', async () => {
    const { warnings } = await bundled({
      'index.js': "\nconst fs = require('fs'); require('util');\nimport('node:http');",
    });
    expect(warnings).toEqual([
      expect.stringMatching(/^\/index\.js:2:20: the module "fs" is not there .*no file system/),
      expect.stringMatching(/^\/index\.js:3:8: the module "node:http" is not there .*no network/),
    ]);
  });

  it('is not warned of when a package of that name comes with the script', async () => {
    const files = { 'index.js': "require('punycode')", 'node_modules/punycode/index.js': "'shipped'" };
    const { warnings, code } = await bundled(files);
    expect(warnings).toEqual([]);
    expect(code).toContain('shipped');
  });
});

describe('a script that is too large', () => {
  it('is refused with both numbers when its bundle is', async () => {
    const script = `exports.text = '${'x'.repeat(2000)}';`;
    const detail = await invalid({ 'index.js': script }, '', { maxBytes: 1000 });
    expect(detail).toMatch(/\b2\d\d\d bytes\b.*\b1000\b/);
  });

  it('is refused before more of its files are read than allowed, bundled or not', async () => {
    const big = `// ${'x'.repeat(3000)}`;
    const files = { 'index.js': "require('./a'); require('./b')", 'a.js': big, 'b.js': big };
    const detail = await invalid(files, '', { maxBytes, maxSourceBytes: 5000 });
    expect(detail).toContain('larger than 5000 bytes');
    using folder = new ScriptFolder(files);
    await expect(bundleScript(folder.path, { maxBytes, maxSourceBytes: 7000 })).resolves.toBeDefined();
  });
});
