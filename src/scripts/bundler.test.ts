import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlaypenError } from '../errors.ts';
import { type Limits, resolveLimits } from '../limits/limits.ts';
import { bundleScript } from './bundle.ts';
import { Bundler } from './bundler.ts';
import { processesWithin } from './test/processes.ts';
import { ScriptFolder } from './test/script-folder.ts';
import { zip } from './test/zip.ts';

const HONEST = 'exports.ssExports = { init() {} };\n';
const log = pino({ level: 'silent' });
const previousTmpdir = process.env.TMPDIR;
let bundler: Bundler;
/** What everything writes its temporary files to. */
let temporary: ScriptFolder;
let scripts: ScriptFolder;

beforeEach(() => {
  scripts = new ScriptFolder({ 'honest.js': HONEST });
  temporary = new ScriptFolder({});
  process.env.TMPDIR = temporary.path;
});
afterEach(async () => {
  await bundler.close();
  expect(processesWithin(temporary.path)).toEqual([]);
  expect(readdirSync(temporary.path)).toEqual([]);
  if (previousTmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = previousTmpdir;
  temporary[Symbol.dispose]();
  scripts[Symbol.dispose]();
});

function start(limits: Partial<Limits> = {}): void {
  bundler = new Bundler(resolveLimits({ bundleMs: 60_000, ...limits }), log);
}

async function refusal(path: string): Promise<PlaypenError> {
  return bundler.bundle(path, 'strict').then(
    () => Promise.reject(new Error('it was bundled')),
    (error: PlaypenError) => error,
  );
}

describe('a script that is bundled in a process of its own', () => {
  it('comes out as it does here, be it a file, a folder or a zip', async () => {
    start();
    scripts.write(
      'folder/index.ts',
      "import { é } from './é.js';\nexport const ssExports = { init() {}, é };",
    );
    scripts.write('folder/é.ts', "export const é: string = 'ü€😀';");
    scripts.write('packed.zip', zip([['index.js', HONEST]]));
    for (const name of ['honest.js', 'folder', 'packed.zip']) {
      const path = scripts.at(name);
      const options = { maxBytes: resolveLimits().bundleBytes, profile: 'strict' as const };
      expect(await bundler.bundle(path, 'strict')).toEqual(await bundleScript(path, options));
    }
  });

  it('may be told which file of a folder or zip is meant', async () => {
    start();
    scripts.write(
      'packed.zip',
      zip([
        ['index.js', ''],
        ['lib/a.js', HONEST],
      ]),
    );
    const { code } = await bundler.bundle(scripts.path, 'strict', 'honest.js');
    expect(code).toContain('ssExports');
    expect((await bundler.bundle(scripts.at('packed.zip'), 'strict', 'lib/a.js')).code).toContain(
      'ssExports',
    );
    await expect(bundler.bundle(scripts.at('packed.zip'), 'strict', 'a.js')).rejects.toMatchObject({
      code: 'script_not_found',
    });
  });

  it('is refused as it is here, by paths from the working directory', async () => {
    start();
    scripts.write('typo.js', '\n  let let;');
    scripts.write('big.js', 'exports.ssExports = 5n;');
    const before = process.cwd();
    process.chdir(scripts.path);
    try {
      expect((await refusal('typo.js')).detail).toMatch(/^typo\.js:2:7: .*\n {2}2 \| {3}let let;\n/);
      expect((await refusal('big.js')).detail).toMatch(/^big\.js:1:21: BigInt literals/);
      expect(await refusal('none.js')).toMatchObject({ code: 'script_not_found', detail: 'none.js' });
      expect((await bundler.bundle('big.js', 'standard')).profile).toBe('standard');
    } finally {
      process.chdir(before);
    }
  });

  it('has nothing of the environment of this one', async () => {
    start();
    await bundler.bundle(scripts.at('honest.js'), 'strict');
    await expect.poll(() => processesWithin(temporary.path).length, { timeout: 10_000 }).toBe(2);
  });
});

/** `let` of so many names in one scope, which costs a parser the square of it. */
const manyNames = (count: number): string =>
  `let ${Array.from({ length: count }, (_, i) => `_${i.toString(36)}`).join()};`;

describe('a hostile script', () => {
  it.each<[string, string, Partial<Limits>, RegExp]>([
    [
      'is nested a million deep',
      `x = ${'('.repeat(1e6)}1${')'.repeat(1e6)}`,
      { bundleMb: 64 },
      /nested too deeply/,
    ],
    ['is nested thousands deep', `x = ${'['.repeat(2_000)}${']'.repeat(2_000)}`, {}, /nested too deeply/],
    ['takes the parser longer than it may', manyNames(1_050_000), { bundleMs: 7_000 }, /longer than 7000 ms/],
    [
      'needs more memory than it may',
      `f(${'[[],{}],'.repeat(200_000)})`,
      { bundleMb: 64 },
      /more than 64 MB|too much memory/,
    ],
    ['is larger than it may be', `f('${'x'.repeat(6_000_000)}')`, {}, /6\d{6} bytes/],
    [
      'asks for a name of megabytes',
      `require('./${'x'.repeat(4_000_000)}')`,
      {},
      /^(?!.*process that bundled).{0,2000}$/s,
    ],
  ])(
    'that %s is script_invalid, and one that is bundled at the same time is not disturbed',
    async (_, code, limits, text) => {
      start(limits);
      scripts.write('hostile.js', code);
      const hostile = refusal(scripts.at('hostile.js'));
      const honest = bundler.bundle(scripts.at('honest.js'), 'strict');
      expect((await honest).code).toContain('init() {');
      const error = await hostile;
      expect(error.code).toBe('script_invalid');
      expect(error.detail).toMatch(text);
      expect((await bundler.bundle(scripts.at('honest.js'), 'strict')).code).toContain('init() {');
    },
    90_000,
  );
});

describe('bundling', () => {
  it('takes turns, and is refused when too many wait', async () => {
    start({ bundleProcesses: 1, publishesWaiting: 1 });
    const [first, second, third] = [1, 2, 3].map(() => bundler.bundle(scripts.at('honest.js'), 'strict'));
    await expect(third).rejects.toMatchObject({ code: 'publish_busy' });
    expect((await first)!.hash).toBe((await second)!.hash);
  });

  it('that is under way when it closes is refused, and leaves nothing running', async () => {
    start();
    scripts.write('endless.js', manyNames(400_000));
    const endless = refusal(scripts.at('endless.js'));
    await expect.poll(() => processesWithin(temporary.path).length, { timeout: 10_000 }).toBe(2);
    await bundler.close();
    expect(await endless).toMatchObject({ code: 'server_shutdown' });
    expect(processesWithin(temporary.path)).toEqual([]);
    await expect(bundler.bundle(scripts.at('honest.js'), 'strict')).rejects.toMatchObject({
      code: 'server_shutdown',
    });
  });

  it('leaves nothing running when its host is killed', async () => {
    start();
    using folder = new ScriptFolder({});
    const host = spawn(
      process.execPath,
      [fileURLToPath(new URL('./test/idle-bundler.ts', import.meta.url))],
      {
        env: { TMPDIR: folder.path },
        stdio: 'ignore',
      },
    );
    await expect.poll(() => processesWithin(folder.path).length, { timeout: 10_000 }).toBe(2);
    host.kill('SIGKILL');
    await once(host, 'close');
    await expect.poll(() => processesWithin(folder.path), { timeout: 10_000 }).toEqual([]);
  });
});
