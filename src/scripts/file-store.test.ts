import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Limits, resolveLimits } from '../limits/limits.ts';
import { FileStore } from './file-store.ts';
import { ScriptFolder } from './test/script-folder.ts';
import { testVersion } from './test/versions.ts';
import { isIntact } from './version.ts';
import { describeVersionStore } from './version-store.suite.ts';

const limits = resolveLimits();
let warnings: string[] = [];
const log = pino({ level: 'warn' }, { write: line => warnings.push(line) });

function storeIn(directory: string, limitsOfIt: Limits = limits): FileStore {
  return new FileStore({ directory, limits: limitsOfIt, log });
}

const folders: ScriptFolder[] = [];
afterAll(() => {
  for (const folder of folders) folder[Symbol.dispose]();
});

function newFolder(): ScriptFolder {
  const folder = new ScriptFolder({});
  folders.push(folder);
  return folder;
}

describeVersionStore('a store in a folder', limitsOfIt => storeIn(newFolder().at('new/scripts'), limitsOfIt));

describe('a folder of versions', () => {
  const [one, two, three] = [testVersion(1), testVersion(2), testVersion(3)];
  let folder: ScriptFolder;
  let store: FileStore;

  beforeEach(async () => {
    warnings = [];
    folder = newFolder();
    store = storeIn(folder.path);
    await store.open();
    for (const version of [one, two, three]) await store.put(version);
    await store.setCurrent(two.hash);
    await store.close();
    store = storeIn(folder.path);
  });
  afterEach(() => store.close());

  const fileOf = ({ hash }: { hash: string }): string => folder.at(`${hash}.version`);
  const labels = (): string[] => store.list().map(({ label }) => label);

  it('is opened again as it was', async () => {
    await store.open();
    expect(labels()).toEqual(['number 3', 'number 2', 'number 1']);
    expect(store.current).toBe(two.hash);
    expect(await store.get(one.hash)).toEqual(one);
    expect(warnings).toEqual([]);
  });

  it('has no leftovers of writes that were interrupted once it was opened', async () => {
    writeFileSync(`${fileOf(testVersion(4))}.tmp`, 'half a ver');
    writeFileSync(folder.at('current.tmp'), 'abc');
    await store.open();
    expect(readdirSync(folder.path).filter(name => name.endsWith('.tmp'))).toEqual([]);
    expect(labels()).toEqual(['number 3', 'number 2', 'number 1']);
    expect(store.current).toBe(two.hash);
  });

  it.each<[string, (path: string) => void]>([
    ['cut short', path => truncateSync(path, readFileSync(path).length - 1)],
    ['empty', path => writeFileSync(path, '')],
    ['a line that is not JSON', path => writeFileSync(path, 'nonsense\nrest')],
    ['JSON of another kind', path => writeFileSync(path, '{"hash":7}\nrest')],
    ['changed in one byte of its code', path => change(path, 'exports', 'Exports')],
    ['changed in its source map', path => change(path, '"mappings"', '"mopings_"')],
    ['of a date that is none', path => change(path, three.publishedAt, 'tomorrow')],
    ['of a length that is none', path => change(path, '"codeBytes":', '"codeBytes":-')],
    ['another version under its name', path => renameSync(fileOf(one), path)],
    ['larger than allowed', path => writeFileSync(path, Buffer.alloc(limits.storedVersionBytes + 1))],
  ])('sets a version aside that is %s, and serves the others', async (_, damage) => {
    damage(fileOf(three));
    await store.open();
    expect(labels()).not.toContain('number 3');
    expect(await store.get(three.hash)).toBeUndefined();
    expect(await store.get(two.hash)).toEqual(two);
    expect(existsSync(fileOf(three))).toBe(false);
    expect(existsSync(`${fileOf(three)}.damaged`)).toBe(true);
    expect(warnings.filter(line => line.includes(three.hash))).toHaveLength(1);
  });

  it('sets a version aside that was damaged after it was opened', async () => {
    await store.open();
    change(fileOf(one), 'exports', 'Exports');
    expect(await store.get(one.hash)).toBeUndefined();
    expect(labels()).toEqual(['number 3', 'number 2']);
    await expect(store.setCurrent(one.hash)).rejects.toMatchObject({ code: 'version_not_found' });
  });

  it('takes a version again that was set aside', async () => {
    truncateSync(fileOf(three), 10);
    await store.open();
    await store.put(three);
    expect(await store.get(three.hash)).toEqual(three);
  });

  it.each<[string, () => void]>([
    ['names a version that is gone', () => renameSync(fileOf(two), folder.at('elsewhere'))],
    ['names a version that is damaged', () => truncateSync(fileOf(two), 10)],
    ['is missing', () => renameSync(folder.at('current'), folder.at('elsewhere'))],
    ['is empty', () => writeFileSync(folder.at('current'), '')],
    ['is nonsense', () => writeFileSync(folder.at('current'), '../../etc/passwd\n')],
  ])('has its newest version as the current one, for good, when the pointer %s', async (_, damage) => {
    damage();
    await store.open();
    expect(store.current).toBe(three.hash);
    await store.put(testVersion(4));
    await store.close();
    store = storeIn(folder.path);
    await store.open();
    expect(store.current).toBe(three.hash);
  });

  it('can be open once at a time, and again once it was closed', async () => {
    await store.open();
    const other = storeIn(folder.path);
    await expect(other.open()).rejects.toMatchObject({ code: 'store_in_use' });
    await store.close();
    await other.open();
    expect(other.current).toBe(two.hash);
    await other.close();
  });

  it('that cannot be one is reported', async () => {
    await expect(storeIn(fileOf(one)).open()).rejects.toMatchObject({ code: 'store_failed' });
  });
});

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

describe('a process that is killed while it publishes', () => {
  const KILLS = 12;
  const PUBLISHED_EACH = 9;
  const PROGRAM = fileURLToPath(new URL('./test/publish-forever.ts', import.meta.url));

  /** Lets a process publish, kills it, and gives the last number that it said was current. */
  async function publishAndKill(directory: string, first: number): Promise<number> {
    const child: ChildProcess = spawn(process.execPath, [PROGRAM, directory, `${first}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    let last = first - 1;
    for await (const line of createInterface({ input: child.stdout! })) {
      last = Number(line);
      if (last - first + 1 !== PUBLISHED_EACH) continue;
      // Somewhere in the publications that follow.
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 15);
    }
    const [, signal] = await exited;
    expect(signal).toBe('SIGKILL');
    return last;
  }

  it('loses nothing it had said was published, and leaves nothing damaged or unfinished', {
    timeout: 60_000,
  }, async () => {
    const folder = newFolder();
    warnings = [];
    let said = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      said = await publishAndKill(folder.path, said + 1);
      const store = storeIn(folder.path);
      await store.open();
      const current = await store.get(store.current!);
      const number = Number(/number = (\d+)/.exec(current!.code)![1]);
      expect([said, said + 1]).toContain(number);
      for (const { hash } of store.list()) expect(isIntact((await store.get(hash))!)).toBe(true);
      await store.close();
      expect(readdirSync(folder.path).filter(name => /\.(?:tmp|damaged)$/.test(name))).toEqual([]);
    }
    expect(said).toBeGreaterThanOrEqual(KILLS * PUBLISHED_EACH);
    expect(warnings).toEqual([]);
  });
});
