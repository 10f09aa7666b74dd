import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import { zip } from '../../scripts/test/zip.ts';
import { Playground, type PlaygroundOptions } from './playground.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-playground-'));
});
afterEach(() => rm(folder, { recursive: true }));

function playgroundOf(script: string, options: Partial<PlaygroundOptions> = {}): Playground {
  return new Playground({
    script,
    catalog: { current: undefined, list: () => [], publish: () => Promise.reject(new Error('published')) },
    limits: resolveLimits(),
    sessionsOf: () => 0,
    onPublished: () => {},
    ...options,
  });
}

test('what is no text of a bearable size cannot be edited, and a zip file neither', async () => {
  const file = join(folder, 'script.js');
  await writeFile(file, Buffer.from([0x2f, 0x2f, 0xff]));
  const expectReadOnly = async (playground: Playground) =>
    expect(playground.read()).rejects.toMatchObject({ code: 'playground_read_only' });
  await expectReadOnly(playgroundOf(file));
  await writeFile(file, 'x'.repeat(100));
  await expectReadOnly(playgroundOf(file, { limits: resolveLimits({ playgroundBytes: 99 }) }));
  const zipped = join(folder, 'script.zip');
  await writeFile(zipped, zip([['script.js', '']]));
  await expectReadOnly(playgroundOf(zipped));
});

test('a folder’s entry is edited, and keeps its permissions', async () => {
  const file = join(folder, 'index.js');
  await writeFile(file, 'old');
  await chmod(file, 0o755);
  const playground = playgroundOf(folder);
  expect(await playground.read()).toMatchObject({ file: 'index.js', text: 'old', isReadOnly: false });
  await expect(playground.publish({ text: 'new', baseText: 'old' })).rejects.toThrow('published');
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o755);
});
