// biome-ignore-all lint/suspicious/noTemplateCurlyInString: scripts are text here, and so are their templates
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { bundleScript } from './bundle.ts';
import { Isolates } from './test/isolates.ts';
import { ScriptFolder } from './test/script-folder.ts';

const maxBytes = resolveLimits().bundleBytes;
let isolates: Isolates;

beforeAll(async () => {
  isolates = await Isolates.start();
});
afterAll(() => isolates.close());

type Files = Record<string, string | Uint8Array>;

/** Bundles `entry` of these files, runs it, and gives what its `init` logged. */
async function logOf(files: Files, entry = ''): Promise<string[]> {
  using folder = new ScriptFolder(files);
  const bundle = await bundleScript(folder.at(entry), { maxBytes });
  const { log, failure } = await isolates.run(bundle.code);
  expect(failure).toBeUndefined();
  return log;
}

/** A CommonJS script whose `init` logs the value of an expression. */
const logging = (expression: string, before = ''): string =>
  `${before}\nexports.ssExports = { init(session) { session.getLogger().info(${expression}); } };\n`;

describe('what runs in an isolate once it is bundled', () => {
  it('a CommonJS script over several files, required with and without .js, and JSON', async () => {
    const files = {
      'script.js': logging(
        "`${a.name} ${b.name} ${require('./data').list[1]} ${require('./data.json').list[0]}`",
        "const a = require('./lib/a'); const b = require('./lib/b.js');",
      ),
      'lib/a.js': "exports.name = 'a of ' + require('..' + '/data').list.length;",
      'lib/b.js': "module.exports = { name: require('./a').name.toUpperCase() };",
      'data.json': '\uFEFF{ "list": [10, 20] }',
    };
    expect(await logOf(files, 'script.js')).toEqual(['a of 2 A OF 2 20 10']);
  });

  it('a folder with one file of code, whatever its name', async () => {
    expect(await logOf({ 'MyRealtimeServer.js': logging('1'), 'notes.txt': '' })).toEqual(['1']);
  });

  it('ES modules', async () => {
    const files = {
      'index.mjs':
        "import greet, { name } from './greet.js';\nimport { x } from './old.js';\n" +
        'export const ssExports = { init(session) { session.getLogger().info(greet(name), x, this === ssExports); } };',
      'greet.js': "export const name = 'you'; export default who => `hello ${who}`;",
      'old.js': 'exports.x = 7;',
    };
    expect(await logOf(files)).toEqual(['hello you 7 true']);
  });

  it('TypeScript, which imports its files by either extension, and import()', async () => {
    const files = {
      'index.ts':
        "import { Level, type Player } from './types.js';\nimport { hp } from './hp.ts';\n" +
        'class Game { #player: Player = { hp }; get hp(): number { return this.#player.hp; } }\n' +
        'export const ssExports = { async init(session: any) {\n' +
        "  const { late, util } = await import('./late');\n" +
        '  session.getLogger().info(new Game().hp, Level.hard, late, (await util).format(`%d`, 1));\n} };',
      'types.ts': 'export interface Player { hp: number }\nexport enum Level { easy, hard }',
      'hp.ts': 'export const hp: number = 42;',
      'late.ts': "export const late = 'late'; export const util = import('node:util');",
    };
    expect(await logOf(files)).toEqual(['42 1 late 1']);
  });

  it('npm packages in its own node_modules, as they come for Node.js', async () => {
    const files = {
      'package.json': '{ "main": "src/game" }',
      'src/game.js': logging('`${old} ${dual} ${scoped.deep()}`', PACKAGES),
      'node_modules/old/package.json': '{ "main": "./lib/main", "module": "./nonsense.js" }',
      'node_modules/old/lib/main.js': "module.exports = 'old';",
      'node_modules/old/nonsense.js': "export default 'nonsense';",
      'node_modules/dual/package.json':
        '{ "exports": { "browser": "./no.js", "node": { "import": "./no.js", "require": "./cjs.js" } } }',
      'node_modules/dual/cjs.js': "module.exports = 'dual';",
      'node_modules/@some/scoped/package.json': '{ "type": "module", "exports": "./index.js" }',
      'node_modules/@some/scoped/index.js':
        "import * as util from 'util'; export const deep = () => util.format('%d', 5);",
    };
    expect(await logOf(files)).toEqual(['old dual 5']);
  });

  it('a script that requires the Packet_pb of another host, which need not exist', async () => {
    const script = logging(
      'Object.keys(a).length + Object.keys(b).length',
      "const a = require('../src/proto/Packet_pb'); const b = require('../../../src/proto/Packet_pb.js');",
    );
    expect(await logOf({ 'lib/script.js': script }, 'lib/script.js')).toEqual(['0']);
  });

  it('the Packet_pb that the script brings with it', async () => {
    const files = {
      'lib/index.js': "module.exports = require('../src/proto/Packet_pb');",
      'index.js': logging("require('./lib').mine"),
      'src/proto/Packet_pb.js': 'exports.mine = true;',
    };
    expect(await logOf(files)).toEqual(['true']);
  });

  it('files with a byte order mark and CRLF, and other encodings in comments', async () => {
    const script = `\uFEFF// Gr\u00fc\u00dfe\r\nconst text = \`a\r\nb\`;\r\n${logging('JSON.stringify(text)')}`;
    expect(await logOf({ 'index.js': script })).toEqual(['"a\\nb"']);
    const latin1 = Buffer.concat([
      Buffer.from('\uFEFF'),
      Buffer.from(`// Gr\u00fc\u00dfe\r\n${logging("'\u00fc'.length")}`, 'latin1'),
    ]);
    expect(await logOf({ 'index.js': latin1 })).toEqual(['1']);
  });

  it('bytes in strings that are not UTF-8, as U+FFFD', async () => {
    const script = Buffer.from(logging("'\u00fc' === '\\ufffd'"), 'latin1');
    expect(await logOf({ 'index.js': script })).toEqual(['true']);
  });

  it('a script that tries fs, native and missing packages, and does without', async () => {
    const tries = ['fs', 'node:net', './not-there', 'left-pad-ng'].map(
      name => `try { require('${name}'); } catch (error) { codes.push(error.code); }`,
    );
    const script = logging('codes.join()', `const codes = [];\n${tries.join('\n')}`);
    const unavailable = 'ERR_PLAYPEN_UNAVAILABLE';
    expect(await logOf({ 'index.js': script })).toEqual([
      `${unavailable},${unavailable},MODULE_NOT_FOUND,MODULE_NOT_FOUND`,
    ]);
  });

  it('sloppy code, which stays sloppy', async () => {
    const script = logging(
      '[this === undefined, (function () { return typeof this; })(), undeclared]',
      'undeclared = 010;',
    );
    expect(await logOf({ 'index.js': script })).toEqual([expect.stringMatching(/'object', 8 \]$/)]);
  });

  it('a script whose folder, or one above it, has a package.json or tsconfig.json of another mind', async () => {
    const files = {
      'package.json': '{ "type": "module" }',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "dep": ["./game/fake.js"] } } }',
      'game/package.json': '{ "type": "module", "sideEffects": false }',
      'game/index.js': logging('lib.x, dep', "const lib = require('./lib'); const dep = require('dep');"),
      'game/lib.js': "module.exports.x = 'from lib';",
      'game/fake.js': "module.exports = 'fake';",
      'game/node_modules/dep/index.js': "module.exports = 'dep';",
    };
    expect(await logOf(files, 'game')).toEqual(['from lib dep']);
  });

  it('the idioms of ES modules for Node.js that ask where they are', async () => {
    const script =
      "import path from 'node:path'; const here = path.dirname(new URL(import.meta.url).pathname);\n" +
      'export const ssExports = {\n' +
      '  init: session => session.getLogger().info(here, import.meta.dirname, process.env.NODE_ENV) };';
    expect(await logOf({ 'index.mjs': script })).toEqual(['/ / production']);
  });
});

const PACKAGES =
  "const old = require('old'); const dual = require('dual'); const scoped = require('@some/scoped');";

describe('a bundle', () => {
  it('is named by its contents: the same anywhere, another one when a file changes', async () => {
    using here = new ScriptFolder({ 'index.js': logging('1'), 'unused.js': '' });
    using there = new ScriptFolder({ 'deeper/index.js': logging('1') });
    const first = await bundleScript(here.path, { maxBytes });
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect((await bundleScript(there.at('deeper/index.js'), { maxBytes })).hash).toBe(first.hash);
    here.write('index.js', logging('2'));
    expect((await bundleScript(here.path, { maxBytes })).hash).not.toBe(first.hash);
  });

  it('lists every file it was made of, and none it was not', async () => {
    using folder = new ScriptFolder({
      'package.json': '{ "main": "game.js" }',
      'game.js': logging("require('./data')"),
      'data.json': '1',
      'other.js': '',
    });
    const { inputs, entry, root } = await bundleScript(folder.path, { maxBytes });
    expect(inputs.toSorted()).toEqual([
      folder.at('data.json'),
      folder.at('game.js'),
      folder.at('package.json'),
    ]);
    expect(entry).toBe(folder.at('game.js'));
    expect(root).toBe(folder.path);
  });

  it('holds neither its source map nor the way to its folder', async () => {
    using folder = new ScriptFolder({ 'index.ts': 'export const ssExports = { init(): void {} };' });
    const { code, sourceMap } = await bundleScript(folder.path, { maxBytes });
    expect(code).not.toContain('sourceMappingURL');
    expect(code + sourceMap).not.toContain(folder.path);
    expect(JSON.parse(sourceMap)).toMatchObject({
      sources: ['index.ts'],
      sourcesContent: ['export const ssExports = { init(): void {} };'],
    });
  });

  it('knows nothing of the environment it was made in', async () => {
    using folder = new ScriptFolder({ 'index.js': logging('process.env.PATH') });
    const { code } = await bundleScript(folder.path, { maxBytes });
    expect(code).toContain('process.env.PATH');
    expect(code).not.toContain(process.env.PATH);
  });
});
