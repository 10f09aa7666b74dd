import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TestHost } from '../host/test/harness.ts';
import { resolveLimits } from '../limits/limits.ts';
import type { GameSession } from '../session/game-session.ts';
import { FigureSampler } from './figure-sampler.ts';

const LIMITS = resolveLimits();
/** Answers each message with two bytes, and holds up its session for as many milliseconds as op code 50 says. */
const SCRIPT = `let session;
  exports.ssExports = {
    init(rtSession) { session = rtSession; },
    onMessage({ opCode, sender, payload }) {
      const end = Date.now() + (opCode === 50 ? payload[0] : 0);
      while (Date.now() < end);
      session.sendMessage(session.newBinaryGameMessage(7, session.getServerId(), new Uint8Array(2)), sender);
    },
  };`;

let host: TestHost;
let session: GameSession;
let sampler: FigureSampler;

beforeAll(async () => {
  host = await TestHost.start({ clock: 'live' });
});
afterAll(() => host.stop());
beforeEach(async () => {
  session?.kill('session_ended');
  session = await host.play(SCRIPT);
  // Its interval never ends during a test: tests say when to look.
  sampler = new FigureSampler(host.host, LIMITS);
});

const ownFigures = () => sampler.figures.sessions.find(({ id }) => id === session.id)!;

test('what players send and are sent is counted for their session and the host, and not counted again', async () => {
  const player = await host.login();
  await sampler.sample();
  for (let i = 0; i < 20; i++) {
    player.sendReliable({ opCode: 8, targetPlayer: -1, payload: Buffer.alloc(5) });
    await player.next(({ opCode }) => opCode === 7);
  }
  await sampler.sample();
  const { intervalMs, host: ofHost } = sampler.figures;
  const perSecond = (count: number) => Math.round((count * 1000) / intervalMs);
  const expected = {
    receivedMessages: perSecond(20),
    receivedBytes: perSecond(100),
    sentMessages: perSecond(20),
    sentBytes: perSecond(40),
  };
  // Rates are rounded from an interval that is rounded.
  for (const [name, rate] of Object.entries(expected)) {
    expect(ownFigures()[name as keyof typeof expected] / rate, name).toBeCloseTo(1, 1);
    expect(ofHost[name as keyof typeof expected] / rate, name).toBeCloseTo(1, 1);
  }
  expect(ownFigures().latency.batches).toBe(20);
  await sampler.sample();
  expect(ownFigures()).toMatchObject({
    receivedMessages: 0,
    sentBytes: 0,
    latency: { batches: 0, p99Ms: 0 },
  });
});

test('a callback that takes long shows in the latency of its session and in the CPU time', async () => {
  const player = await host.login();
  await sampler.sample();
  player.sendReliable({ opCode: 50, targetPlayer: -1, payload: Buffer.from([60]) });
  await player.next(({ opCode }) => opCode === 7);
  await sampler.sample();
  expect(ownFigures().latency.p99Ms).toBeGreaterThanOrEqual(60);
  expect(ownFigures().cpuMs).toBeGreaterThan(0);
  expect(sampler.figures.host.latency.p99Ms).toBeGreaterThanOrEqual(60);
});

test('a session shows its version, its players, its worker and its limits', async () => {
  await host.login();
  await sampler.sample();
  const worker = sampler.figures.workers[0]!;
  expect(ownFigures()).toMatchObject({
    scriptHash: session.scriptHash,
    state: 'active',
    workerPid: worker.pid,
    players: 1,
    fastChannelShare: 0,
    queueEvents: 0,
    limits: { heapMb: LIMITS.heapMb, queueEvents: LIMITS.queueEvents },
  });
  expect(worker).toMatchObject({ sessions: 1, limits: { residentMb: LIMITS.workerMemoryMb } });
  expect(worker.residentMb).toBeGreaterThan(10);
});

test('a player whose fast channel is up counts towards the share of those', async () => {
  const player = await host.login();
  await player.connectFast();
  await host.login();
  const look = async () => {
    await sampler.sample();
    return ownFigures();
  };
  await expect.poll(look).toMatchObject({ players: 2, fastChannelShare: 0.5 });
});

test('what a session did that is over stays in the totals of the host, and it itself is gone', async () => {
  const player = await host.login();
  await sampler.sample();
  const before = sampler.totals.receivedMessages;
  player.sendReliable({ opCode: 8, targetPlayer: -1, payload: Buffer.alloc(5) });
  await player.next(({ opCode }) => opCode === 7);
  session.kill('session_ended');
  await session.ended;
  await sampler.sample();
  expect(ownFigures()).toBeUndefined();
  expect(sampler.totals.receivedMessages - before).toBe(1);
});

test('a session that ends while others are looked at is counted once', async () => {
  const player = await host.login();
  player.sendReliable({ opCode: 8, targetPlayer: -1, payload: Buffer.alloc(5) });
  await player.next(({ opCode }) => opCode === 7);
  const another = await host.play(SCRIPT);
  const slow = new FigureSampler(host.host, { ...LIMITS, figureSessionsPerTurn: 1 });
  await slow.sample();
  const { receivedMessages } = slow.totals;
  const sampled = slow.sample();
  session.kill('session_ended');
  await Promise.all([sampled, session.ended]);
  expect(slow.totals.receivedMessages).toBe(receivedMessages);
  another.kill('session_ended');
  await player.close();
});

test('figures can be sent as they are, and what was handed out never changes', async () => {
  await host.login();
  await sampler.sample();
  const { figures } = sampler;
  const text = JSON.stringify(figures);
  expect(JSON.parse(text)).toEqual(figures);
  await sampler.sample();
  expect(JSON.stringify(figures)).toBe(text);
});

test('other work has its turn while many sessions are sampled', async () => {
  await host.play(SCRIPT);
  const slow = new FigureSampler(host.host, { ...LIMITS, figureSessionsPerTurn: 1 });
  const turns: string[] = [];
  setImmediate(() => turns.push('other work'));
  await slow.sample();
  turns.push('sampled');
  expect(turns).toEqual(['other work', 'sampled']);
});

test('a started sampler looks by itself', async () => {
  const own = new FigureSampler(host.host, { ...LIMITS, figureIntervalMs: 10 });
  own.start();
  try {
    await expect.poll(() => own.figures.at).toBeGreaterThan(0);
  } finally {
    own.stop();
  }
});

test('an event loop that is held up is late', async () => {
  const own = new FigureSampler(host.host, { ...LIMITS, figureIntervalMs: 60_000 });
  own.start();
  try {
    const hold = async () => {
      // What comes first after the last look is not measured.
      for (let turn = 0; turn < 4; turn++) {
        const end = performance.now() + 100;
        while (performance.now() < end);
        await nextTurn();
      }
      await own.sample();
      return own.figures.host.eventLoopLag.maxMs;
    };
    await expect.poll(hold).toBeGreaterThan(50);
  } finally {
    own.stop();
  }
});
