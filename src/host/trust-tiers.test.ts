import { afterEach, expect, test } from 'vitest';
import type { TrustTier } from '../isolate/trust.ts';
import type { Limits } from '../limits/limits.ts';
import type { GameSession } from '../session/game-session.ts';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import { Witness } from './test/witness.ts';

let host: TestHost;
afterEach(() => host.stop());

async function startHost(limits: Partial<Limits> = {}): Promise<void> {
  host = await TestHost.start({
    workers: 1,
    limits: { batchMs: 300, watchdogSlackMs: 100, startMs: 2_000, ...limits },
  });
}

const playFor = (tier: TrustTier, tenantId: string, code = ECHO_SCRIPT): Promise<GameSession> =>
  host.play(code, {
    trust: { tier, tenantId },
    ...(tier === 'shared' ? {} : { profile: 'standard' as const }),
  });

/** In the language whole this is one step of V8's that only killing ends. */
const KILLER = scriptWith('onMessage() { globalThis.kept = new Array(1e9).fill(1); },');

test('sessions share a worker as far as their tier says, and no further', async () => {
  await startHost();
  const [a1, a2, b1] = [
    await playFor('tenant', 'a'),
    await playFor('tenant', 'a'),
    await playFor('tenant', 'b'),
  ];
  const [s1, s2] = [await playFor('shared', 'a'), await playFor('shared', 'b')];
  const [x1, x2] = [await playFor('exclusive', 'a'), await playFor('exclusive', 'a')];
  expect(a2.workerPid).toBe(a1.workerPid);
  expect(s2.workerPid).toBe(s1.workerPid);
  const processes = [a1, b1, s1, x1, x2].map(session => session.workerPid);
  expect(new Set(processes).size).toBe(5);
});

test('a session in the standard profile never shares a worker with other tenants, even if it is asked to', async () => {
  await startHost();
  const strict = await playFor('shared', 'a');
  const standard = await host.play(ECHO_SCRIPT, {
    profile: 'standard',
    trust: { tier: 'shared', tenantId: 'a' },
  });
  const other = await host.play(ECHO_SCRIPT, {
    profile: 'standard',
    trust: { tier: 'shared', tenantId: 'b' },
  });
  expect(new Set([strict, standard, other].map(session => session.workerPid)).size).toBe(3);
});

test('the worker of an exclusive session ends with it', async () => {
  await startHost();
  const before = host.host.workerPids;
  const session = await playFor('exclusive', 'a');
  expect(host.host.workerPids).toHaveLength(before.length + 1);
  await session.terminate('session_terminated');
  expect(host.host.workerPids).toEqual(before);
});

test('what kills its worker costs sessions of its own tier alone', async () => {
  await startHost();
  const [same, other, shared] = [
    await playFor('tenant', 'a'),
    await playFor('tenant', 'b'),
    await playFor('shared', 'a'),
  ];
  const witnesses = [new Witness(await host.join(other)), new Witness(await host.join(shared))];
  const lost = await host.join(same);
  const killer = await playFor('tenant', 'a', KILLER);
  const player = await host.join(killer);
  player.sendToScript(1, '');
  const { code } = await killer.ended;
  expect(['script_timeout', 'script_memory', 'script_crashed']).toContain(code);
  expect((await player.closed).reason).toBe(code);
  expect((await lost.closed).reason).toBe('worker_lost');
  for (const witness of witnesses) expect(await witness.stop()).toBeGreaterThan(1);
});

test('a worker that is lost has been replaced by the time anybody hears of it', async () => {
  await startHost();
  await expect.poll(() => host.host.spareWorkers, { timeout: 15_000 }).toBe(1);
  const [pid] = host.host.workerPids;
  const session = await host.play(ECHO_SCRIPT);
  process.kill(pid!, 'SIGKILL');
  await session.ended;
  expect(host.host.workerPids).toHaveLength(1);
  expect(host.host.workerPids).not.toContain(pid);
  const next = await host.play(ECHO_SCRIPT);
  expect(next.state).toBe('active');
});

test('a script that costs workers again and again runs alone at last, and is then refused with a reason', async () => {
  await startHost({ strikesPerTier: 1 });
  const honest = await playFor('tenant', 'a');
  const pids = [];
  for (let round = 0; round < 2; round++) {
    const killer = await playFor('tenant', 'a', KILLER);
    pids.push(killer.workerPid);
    const player = await host.join(killer);
    player.sendToScript(1, '');
    await killer.ended;
  }
  expect((await honest.ended).code).toBe('worker_lost');
  const survivor = await playFor('tenant', 'a');
  await expect(playFor('tenant', 'a', KILLER)).rejects.toMatchObject({
    code: 'script_refused',
    detail: expect.stringMatching(/may run again in \d+ s/),
  });
  expect(new Set(pids).size).toBe(2);
  expect(survivor.isEnded).toBe(false);
  // Another tenant's script that is the same to the letter has done nothing.
  await expect(playFor('tenant', 'b', KILLER)).resolves.toBeDefined();
});

test('a worker that holds more memory than it may is killed, and the session that was running is to blame', async () => {
  await startHost({ workerMemoryMb: 256, batchMs: 10_000, heapMb: 1_024 });
  const witness = new Witness(await host.join(await host.play(ECHO_SCRIPT)));
  const eater = await playFor(
    'exclusive',
    'a',
    scriptWith('onMessage() { const kept = []; for (;;) kept.push(new Array(1e6).fill(1.5)); },'),
  );
  const player = await host.join(eater);
  player.sendToScript(1, '');
  const end = await eater.ended;
  expect(end).toMatchObject({ code: 'script_memory', limit: 'workerMemoryMb', allowed: 256 });
  expect(end.used).toBeGreaterThan(256);
  expect(host.host.hits.get('workerMemoryMb')).toBe(1);
  expect(await witness.stop()).toBeGreaterThan(1);
});

test('a host that may have no further worker refuses who needs one, and takes whoever has room in those there are', async () => {
  await startHost({ workersPerHost: 2 });
  const first = await playFor('exclusive', 'a');
  for (let i = 0; i < 3; i++) {
    await expect(playFor('exclusive', 'b')).rejects.toMatchObject({ code: 'no_capacity' });
  }
  expect(host.host.hits.get('workersPerHost')).toBe(3);
  await playFor('shared', 'b');
  await first.terminate('session_terminated');
  await playFor('exclusive', 'b');
});
