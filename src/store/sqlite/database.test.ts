import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fleet, gameSession } from '../test/records.ts';
import { SqliteStore } from './sqlite-store.ts';
import { newFolder } from './test/folder.ts';

const WRITE_FOREVER = fileURLToPath(new URL('./test/write-forever.ts', import.meta.url));
const folder = newFolder();
afterAll(folder.remove);

async function opened(file: string): Promise<SqliteStore> {
  const store = new SqliteStore({ file });
  await store.open();
  return store;
}

describe('a store that is opened again', () => {
  it('has all that it had, in the same order, and goes on behind it', async () => {
    const file = folder.path('again.sqlite');
    let store = await opened(file);
    await store.insert('fleet', fleet('2'));
    await store.insert('fleet', fleet('1'));
    await store.putBlob('blob', Uint8Array.of(1, 2));
    await store.updateTags('a', 'arn', () => ({ key: 'value' }));
    await store.claimGameSession(gameSession('s'), { slots: 1, activating: 1 });
    const player = { playerSessionId: 'p', playerId: 'p' };
    await store.claimPlayerSessions('a', 's', [player], { nowMs: 1, expiresMs: 2 });
    const { next } = await store.list('fleet', 'a', { limit: 1 });
    await store.close();

    store = await opened(file);
    await store.insert('fleet', fleet('0'));
    const { items } = await store.list('fleet', 'a', { after: next, limit: 9 });
    expect(items.map(({ id }) => id)).toEqual(['1', '0']);
    expect(await store.getBlob('blob')).toEqual(Uint8Array.of(1, 2));
    expect(await store.getTags('a', 'arn')).toEqual({ key: 'value' });
    expect(await store.getGameSession('a', 's')).toMatchObject({ currentPlayerSessionCount: 1 });
    expect(await store.claimGameSession(gameSession('t'), { slots: 1, activating: 1 })).toMatchObject({
      outcome: 'no_slot',
    });
    await store.close();
  });
});

describe('a file that is in use', () => {
  it('is refused to a second store of the same process, and free when the first is closed', async () => {
    const file = folder.path('mine.sqlite');
    const first = await opened(file);
    await expect(opened(file)).rejects.toMatchObject({
      code: 'store_in_use',
      detail: expect.stringContaining(file),
    });
    await first.insert('fleet', fleet('1'));
    await first.close();
    const second = await opened(file);
    expect(await second.get('fleet', 'a', '1')).toBeDefined();
    await second.close();
  });

  it('is refused to other processes until its process ends, however it ends', async () => {
    const file = folder.path('theirs.sqlite');
    const child = spawn(process.execPath, [WRITE_FOREVER, file, '1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    await expect(opened(file)).rejects.toMatchObject({ code: 'store_in_use' });
    child.stdout.resume();
    child.kill('SIGKILL');
    await exited;
    await (await opened(file)).close();
  });
});

describe.skipIf(process.platform === 'win32')('the files of a store', () => {
  it('are for nobody else to read, nor is the folder it makes', async () => {
    const store = await opened(folder.path('private', 'deep', 'service.sqlite'));
    await store.insert('fleet', fleet('1'));
    const names = readdirSync(folder.path('private', 'deep'));
    expect(names.sort()).toEqual(['service.sqlite', 'service.sqlite-wal']);
    for (const name of names) expect(modeOf('private', 'deep', name)).toBe(0o600);
    expect(modeOf('private', 'deep')).toBe(0o700);
    expect(modeOf('private')).toBe(0o700);
    await store.close();
  });

  it('are made private when they were not', async () => {
    const file = folder.path('public.sqlite');
    writeFileSync(file, '');
    chmodSync(file, 0o644);
    await (await opened(file)).close();
    expect(modeOf('public.sqlite')).toBe(0o600);
  });

  function modeOf(...names: string[]): number {
    return statSync(folder.path(...names)).mode & 0o777;
  }
});

describe('a file that cannot be used', () => {
  it('is refused, and left as it is, when a newer program has written it', async () => {
    const file = folder.path('newer.sqlite');
    await (await opened(file)).close();
    setVersion(file, 1_000);
    await expect(opened(file)).rejects.toMatchObject({
      code: 'store_failed',
      detail: expect.stringMatching(/newer\.sqlite was written by a newer Playpen.*1000/),
    });
    setVersion(file, 1);
    await (await opened(file)).close();
  });

  it('is refused, and left as it is, when it is no database', async () => {
    const file = folder.path('text.sqlite');
    const text = 'a text that is long enough to be taken for the header of a database'.repeat(20);
    writeFileSync(file, text);
    await expect(opened(file)).rejects.toMatchObject({
      code: 'store_failed',
      detail: expect.stringContaining(file),
    });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is refused with a reason when its folder cannot be made', async () => {
    writeFileSync(folder.path('file'), '');
    const file = folder.path('file', 'service.sqlite');
    await expect(opened(file)).rejects.toMatchObject({
      code: 'store_failed',
      detail: expect.stringContaining(file),
    });
  });

  function setVersion(file: string, version: number): void {
    using database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${version}`);
  }
});
