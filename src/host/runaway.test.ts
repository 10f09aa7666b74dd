import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { GameSession } from '../session/game-session.ts';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient } from './test/test-client.ts';
import { Witness } from './test/witness.ts';

const WORKERS = 2;

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({
    workers: WORKERS,
    limits: {
      idleWorkerMs: 0,
      batchMs: 2_500,
      watchdogSlackMs: 100,
      heapMb: 16,
      startMs: 4_000,
      packetsPerSecond: 10_000,
    },
  });
});
afterAll(() => host.stop());
// Each test begins with workers that are all alive and have no session.
afterEach(async () => {
  const sessions = [...host.host.sessions.values()];
  await Promise.all(sessions.map(session => session.terminate('session_terminated')));
  await expect.poll(() => host.host.workerPids.length).toBe(WORKERS);
});

interface Bystander {
  session: GameSession;
  client: TestClient;
  witness: Witness;
}

/** A session with a player who sends and receives all the time. */
async function bystander(wanted: Parameters<TestHost['play']>[1] = {}): Promise<Bystander> {
  const session = await host.play(ECHO_SCRIPT, wanted);
  const client = await host.join(session);
  return { session, client, witness: new Witness(client) };
}

/** A session whose script does `act` in `onMessage`, with two players, the first of whom asks for it. */
async function runAway(
  act: string,
  wanted: Parameters<TestHost['play']>[1] = {},
): Promise<{ session: GameSession; players: TestClient[] }> {
  const session = await host.play(scriptWith(`onMessage() { ${act} },`), wanted);
  const players = [await host.join(session), await host.join(session)];
  players[0]!.sendToScript(1, 'go');
  return { session, players };
}

describe('what a limit of the isolate stops ends its own session alone', () => {
  test.each([
    ['a loop without end', 'for (;;) {}', 'script_timeout', 4025],
    ['a loop that the compiler unrolls', 'for (;;) new Array(100).fill(1);', 'script_timeout', 4025],
    ['promises without end', '(async () => { for (;;) await null; })();', 'script_timeout', 4025],
    [
      'a heap that grows without end',
      'const kept = []; for (let i = 0; ; i++) kept.push(new Array(10_000).fill(i));',
      'script_memory',
      4026,
    ],
  ])('%s', async (_act, act, code, closeCode) => {
    const pids = host.host.workerPids;
    // Two sessions in two workers: whichever worker the third one runs in, it shares it with one of them.
    const bystanders = [await bystander(), await bystander()];
    const { session, players } = await runAway(act);
    expect((await session.ended).code).toBe(code);
    for (const player of players) expect(await player.closed).toEqual({ code: closeCode, reason: code });
    for (const { witness } of bystanders) expect(await witness.stop()).toBeGreaterThan(1);
    expect(host.host.workerPids).toEqual(pids);
  });
});

describe('what only killing stops', () => {
  test('takes its worker along, and nothing of the other one; the worker is replaced', async () => {
    // In the language whole, where such an array can be asked for; so all of one tenant.
    const wanted = { profile: 'standard' } as const;
    const bystanders = [await bystander(wanted), await bystander(wanted)];
    const before = host.host.workerPids;
    const { session, players } = await runAway('globalThis.kept = new Array(1e9).fill(1);', wanted);
    const { code } = await session.ended;
    // Whichever comes first: the watchdog, the ceiling of memory, or the process giving up.
    expect(['script_timeout', 'script_memory', 'script_crashed']).toContain(code);
    for (const player of players) expect((await player.closed).reason).toBe(code);

    expect(before.filter(pid => !host.host.workerPids.includes(pid))).toHaveLength(1);
    const [lost, kept] = [true, false].map(isEnded =>
      bystanders.filter(({ session }) => session.isEnded === isEnded),
    );
    expect([lost, kept]).toMatchObject([{ length: 1 }, { length: 1 }]);
    expect(await lost![0]!.client.closed).toEqual({ code: 4030, reason: 'worker_lost' });
    expect(await kept![0]!.witness.stop()).toBeGreaterThan(1);

    const later = [await bystander(wanted), await bystander(wanted)];
    for (const { client, witness } of later) {
      await client.echo('a new session');
      await witness.stop();
    }
  });

  test('is what becomes of a worker that somebody kills: its sessions end, another takes its place', async () => {
    const bystanders = [await bystander(), await bystander()];
    const [pid] = host.host.workerPids;
    process.kill(pid!, 'SIGKILL');
    const lost = await Promise.race(bystanders.map(one => one.session.ended.then(() => one)));
    expect(['worker_lost', 'script_crashed']).toContain((await lost.client.closed).reason);
    const [other] = bystanders.filter(one => one !== lost);
    expect(await other!.witness.stop()).toBeGreaterThan(1);
    expect(other!.session.isEnded).toBe(false);
    await expect.poll(() => host.host.workerPids.length).toBe(WORKERS);
    expect(host.host.workerPids).not.toContain(pid);
    const later = [await bystander(), await bystander()];
    for (const { witness } of later) expect(await witness.stop()).toBeGreaterThan(0);
  });
});

test.each([
  ['loops in init', 'init() { for (;;) {} },', 'script_timeout'],
  ['throws in init', 'init() { throw new Error("broken"); },', 'script_failed'],
  ['refuses to start', 'onProcessStarted() { return false; },', 'start_refused'],
  [
    'fills memory at start',
    'onStartGameSession() { for (const kept = []; ; ) kept.push(new Array(10_000).fill(1)); },',
    'script_memory',
  ],
])('a script that %s never becomes a session, and its creator is told why', async (_act, members, code) => {
  const { witness } = await bystander();
  await expect(host.play(scriptWith(members))).rejects.toMatchObject({ code });
  expect(await witness.stop()).toBeGreaterThan(0);
  expect(host.host.sessions.size).toBe(1);
});

test('a script whose file loops for ever never becomes a session', async () => {
  const { witness } = await bystander();
  await expect(host.play('for (;;) {}')).rejects.toMatchObject({ code: 'script_timeout' });
  expect(await witness.stop()).toBeGreaterThan(0);
});
