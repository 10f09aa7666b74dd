import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { SqliteStore } from './sqlite-store.ts';
import { newFolder } from './test/folder.ts';

const KILLS = 4;
const ROUNDS_EACH = 9;
/** Each begins with the start of a process. */
const TIMEOUT_MS = 60_000;
const PROGRAM = fileURLToPath(new URL('./test/write-forever.ts', import.meta.url));

const folder = newFolder();
afterAll(folder.remove);

/** Lets a process write, kills it, and gives the last round that it said was over. */
async function writeAndKill(file: string, first: number): Promise<number> {
  const child = spawn(process.execPath, [PROGRAM, file, `${first}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let last = first - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    // Somewhere in the rounds that follow.
    if (last - first + 1 === ROUNDS_EACH) setTimeout(() => child.kill('SIGKILL'), Math.random() * 15);
  }
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return last;
}

it('has all that had resolved, and nothing half, after its process was killed in the midst of writes', {
  timeout: TIMEOUT_MS,
}, async () => {
  const file = folder.path('killed.sqlite');
  let said = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const first = said + 1;
    said = await writeAndKill(file, first);
    const store = new SqliteStore({ file });
    await store.open();
    for (let round = first; round <= said; round += 1) {
      const session = await store.getGameSession('a', `session ${round}`);
      expect(session).toMatchObject({ status: 'TERMINATED', terminatedMs: 1_500 });
      expect(session?.gameProperties).toHaveLength(16);
      expect(await store.getBlob(`session ${round}`)).toEqual(new Uint8Array(50_000).fill(round));
      expect(await playersOf(store, round)).toEqual(['TIMEDOUT', 'TIMEDOUT', 'TIMEDOUT']);
    }
    const rounds = (await store.get('script', 'a', 'rounds'))!.sizeOnDisk;
    expect([said, said + 1]).toContain(rounds);
    await expectWhole(store, said + 1);
    // The next process begins with numbers of its own.
    said += 10;
    await store.close();
    expectSound(file);
  }
});

/** The round that the process was in when it was killed. */
async function expectWhole(store: SqliteStore, round: number): Promise<void> {
  const session = await store.getGameSession('a', `session ${round}`);
  const players = await playersOf(store, round);
  expect([0, 3]).toContain(players.length);
  const status = session?.status === 'TERMINATED' ? 'TIMEDOUT' : 'RESERVED';
  expect(players.every(player => player === status)).toBe(true);
  // It would hold one of the nine slots for ever.
  await store.endGameSession('a', `session ${round}`, { atMs: 1_500 });
  expect(await store.getBlob(`session ${round}`)).toSatisfy(
    bytes => bytes === undefined || Buffer.alloc(50_000, round).equals(bytes),
  );
}

async function playersOf(store: SqliteStore, round: number): Promise<string[]> {
  const selector = { gameSessionId: `session ${round}` };
  const { items } = await store.listPlayerSessions('a', selector, { limit: 9 });
  return items.map(({ status }) => status);
}

function expectSound(file: string): void {
  using database = new DatabaseSync(file);
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
}
