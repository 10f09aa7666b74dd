import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlaypenError } from '../errors.ts';
import { resolveLimits } from '../limits/limits.ts';
import { type BundleOptions, bundleScript } from './bundle.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { ScriptFolder } from './test/script-folder.ts';
import { WatchedScript } from './test/watched-script.ts';
import { type ZipEntry, zip } from './test/zip.ts';

const maxBytes = resolveLimits().bundleBytes;
const SYMBOLIC_LINK = 0o120777 << 16;
let folder: ScriptFolder;

beforeEach(() => {
  folder = new ScriptFolder({ 'tmp/.keep': '' });
  vi.stubEnv('TMPDIR', folder.at('tmp'));
});
afterEach(() => {
  // Whatever was unpacked is gone, however it ended.
  expect(tmpdir()).toBe(folder.at('tmp'));
  expect(readdirSync(folder.at('tmp'))).toEqual(['.keep']);
  vi.unstubAllEnvs();
  folder[Symbol.dispose]();
});

type Entries = Parameters<typeof zip>[0];

function bundled(entries: Entries, options: Partial<BundleOptions> = {}): Promise<ScriptBundle> {
  folder.write('script.zip', zip(entries));
  return bundleScript(folder.at('script.zip'), { maxBytes, ...options });
}

async function refusal(entries: Entries, options?: Partial<BundleOptions>): Promise<PlaypenError> {
  const error: unknown = await bundled(entries, options).catch(caught => caught);
  expect(error).toBeInstanceOf(PlaypenError);
  expect((error as PlaypenError).message).not.toContain(folder.at('tmp'));
  return error as PlaypenError;
}

describe('a script in a zip file', () => {
  const FILES: [string, string][] = [
    ['index.js', "exports.ssExports = require('./lib/a');"],
    ['lib/a.js', "module.exports = require('dep');"],
    ['node_modules/dep/index.js', "module.exports = 'packed';"],
  ];

  it('is the version that it is in a folder', async () => {
    const bundle = await bundled(FILES);
    for (const [name, contents] of FILES) folder.write(`same/${name}`, contents);
    const same = await bundleScript(folder.at('same'), { maxBytes });
    expect(bundle.hash).toBe(same.hash);
    expect(bundle.sourceMap).toBe(same.sourceMap);
    const path = folder.at('script.zip');
    expect(bundle).toMatchObject({ entry: path, root: path, inputs: [path] });
  });

  it('may lie in a folder in it, with entries for folders, and what macOS adds', async () => {
    const inFolder = FILES.map(([name, contents]): [string, string] => [`my game/${name}`, contents]);
    const entries: Entries = [
      ['my game/', ''],
      ...inFolder,
      ['my game/lib/', ''],
      ['__MACOSX/._my game', ''],
    ];
    expect((await bundled(entries)).code).toContain('packed');
  });

  it('may be told which of its files is meant, from the top or within the one folder in it', async () => {
    const entries: Entries = [
      ['game/index.js', 'exports.wrong = 1;'],
      ['game/lib/a.js', 'exports.right = 1;'],
    ];
    for (const entry of ['game/lib/a.js', 'lib/a.js']) {
      const { code } = await bundled(entries, { entry });
      expect(code).toContain('right');
      expect(code).not.toContain('wrong');
    }
  });

  it.each(['b.js', '../index.js', '/index.js/..', '.', ''])(
    'holds no file that is meant by "%s"',
    async entry => {
      const { code } = await refusal([['index.js', 'exports.a = 1;']], { entry });
      expect(code).toBe('script_not_found');
    },
  );

  it('is reported with places that count from the top of the zip file', async () => {
    const syntax = await refusal([
      ['index.js', "require('./lib/a')"],
      ['lib/a.js', '\nlet = {'],
    ]);
    expect(syntax).toMatchObject({ code: 'script_invalid' });
    expect(syntax.detail).toMatch(/^lib\/a\.js:2:\d+: /);
    expect((await refusal([['readme.md', '']])).detail).toContain('the folder script.zip holds none of');
    expect((await refusal([['index.js', "require('../../x')"]])).detail).toMatch(/^index\.js:1:9: /);
    const { warnings } = await bundled([['index.js', "require('fs')"]]);
    expect(warnings).toEqual([expect.stringMatching(/^index\.js:1:9: the module "fs"/)]);
  });

  it('is followed when it is watched', async () => {
    await using script = await WatchedScript.start(
      { 'game.zip': zip([['index.js', "exports.ssExports = 'one';"]]) },
      { entry: 'game.zip' },
    );
    expect(script.code).toContain('one');
    script.bench.folder.write('game.zip', zip([['index.js', "exports.ssExports = 'two';"]]));
    await script.untilCurrent('two');
  });
});

describe('a zip file is refused', () => {
  it.each<[string, string]>([
    ['leads out of it', '../outside.js'],
    ['leads out of it deeper down', 'lib/../../outside.js'],
    ['leads out of it with backslashes', '..\\outside.js'],
    ['is absolute', '/tmp/playpen-outside.js'],
    ['is absolute elsewhere', 'C:\\outside.js'],
    ['holds a zero', 'a\0.js'],
    ['is longer than any name may be', `${'x'.repeat(300)}.js`],
  ])('when a name in it %s, and nothing is written', async (_, name) => {
    const { code } = await refusal([
      ['index.js', ''],
      [name, 'outside'],
    ]);
    expect(code).toBe('script_invalid');
    for (const path of [folder.at('outside.js'), folder.at('tmp/outside.js'), '/tmp/playpen-outside.js']) {
      expect(existsSync(path)).toBe(false);
    }
  });

  const sized = (bytes: number): string => `// ${'x'.repeat(bytes - 3)}`;

  it('when its files together are larger than allowed, packed well as they may be', async () => {
    const entries: Entries = [
      ['index.js', sized(5_000)],
      ['other.js', sized(5_000)],
    ];
    await expect(bundled(entries, { maxSourceBytes: 10_000 })).resolves.toBeDefined();
    const { code, detail } = await refusal(entries, { maxSourceBytes: 9_999 });
    expect({ code, detail }).toMatchObject({
      code: 'script_invalid',
      detail: expect.stringContaining('9999 bytes'),
    });
  });

  it('when a file in it is larger than it says', async () => {
    const liar: ZipEntry = { name: 'index.js', contents: sized(1_000_000), claimedBytes: 10 };
    expect((await refusal([liar], { maxSourceBytes: 10_000 })).code).toBe('script_invalid');
  });

  it('when it holds more files and folders than allowed, named or not', async () => {
    const files: Entries = Array.from({ length: 10 }, (_, number) => [`${number ? number : 'index'}.js`, '']);
    await expect(bundled(files, { maxZipEntries: 10 })).resolves.toBeDefined();
    expect((await refusal(files, { maxZipEntries: 9 })).detail).toContain('more than 9 files');
    const deep: Entries = [
      ['index.js', ''],
      [`${'a/'.repeat(50)}b.js`, ''],
    ];
    expect((await refusal(deep, { maxZipEntries: 50 })).detail).toContain('more than 50 files');
  });

  it.each<[string, Entries]>([
    [
      'names a file twice',
      [
        ['index.js', ''],
        ['index.js', '1'],
      ],
    ],
    [
      'uses a file as a folder',
      [
        ['index.js', ''],
        ['index.js/x.js', '1'],
      ],
    ],
    ['is encrypted', [{ name: 'index.js', contents: '', isEncrypted: true }]],
  ])('when it %s', async (_, entries) => {
    expect((await refusal(entries)).code).toBe('script_invalid');
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['no archive at all', () => Buffer.from('exports.ssExports = {};')],
    ['cut short', bytes => bytes.subarray(0, bytes.length - 10)],
    ['without its beginning', bytes => bytes.subarray(20)],
    [
      'damaged in the middle',
      bytes => Buffer.concat([bytes.subarray(0, 40), Buffer.alloc(20), bytes.subarray(60)]),
    ],
  ])('when it is %s', async (_, damage) => {
    folder.write('script.zip', damage(zip([['index.js', `exports.ssExports = ${'[]+'.repeat(50)}1;`]])));
    const bundling = bundleScript(folder.at('script.zip'), { maxBytes });
    await expect(bundling).rejects.toMatchObject({ code: 'script_invalid' });
  });
});

it('a symbolic link in a zip file is a file with its target as its text', async () => {
  folder.write('secret.js', "'hunter2'");
  const link: ZipEntry = {
    name: 'link.js',
    contents: folder.at('secret.js'),
    attributes: SYMBOLIC_LINK,
  };
  const { code } = await bundled([['index.js', "exports.text = 'fine'"], link]);
  expect(code).toContain('fine');
  const { detail } = await refusal([['index.js', "require('./link.js')"], link]);
  expect(detail).toMatch(/^link\.js:1:/);
  expect(detail).not.toContain('hunter2');
});

it('a folder called .zip is a folder, and a zip file that is not there is not found', async () => {
  mkdirSync(folder.at('game.zip'));
  folder.write('game.zip/index.js', "exports.text = 'a folder'");
  expect((await bundleScript(folder.at('game.zip'), { maxBytes })).code).toContain('a folder');
  await expect(bundleScript(folder.at('none.zip'), { maxBytes })).rejects.toMatchObject({
    code: 'script_not_found',
  });
});
