import { expect, onTestFinished, test, vi } from 'vitest';
import { type Limits, resolveLimits } from '../../../../limits/limits.ts';
import type { Match, PassResult } from '../../../../matchmaking/match.ts';
import { parseRuleSet } from '../../../../matchmaking/rule-set/parse-rule-set.ts';
import type { RuleSet } from '../../../../matchmaking/rule-set/rule-set.ts';
import type { MatchTicket } from '../../../../matchmaking/ticket.ts';
import { FakeThreads } from '../test/fake-link.ts';
import type { EnginePool } from './engine-pool.ts';
import { MatchEngine } from './match-engine.ts';

const NOTHING: PassResult = { matches: [], unfinished: false, ruleMetrics: [], steps: 0 };
const clock = { nowMs: 1_000 };

function ruleSet(): RuleSet {
  const parsed = parseRuleSet(
    '{"ruleLanguageVersion":"1.0","teams":[{"name":"all","minPlayers":2,"maxPlayers":2}]}',
  );
  if (!parsed.ok) throw new Error('not valid');
  return parsed.ruleSet;
}

function ticket(ticketId: string): MatchTicket {
  return {
    ticketId,
    enteredAtMs: clock.nowMs,
    players: [{ playerId: ticketId, attributes: {}, latencyMs: {} }],
  };
}

function matchOf(...tickets: MatchTicket[]): PassResult {
  return { ...NOTHING, matches: [{ tickets, teams: [], regions: [], ruleMetrics: [] }] };
}

function startEngine(overrides: Partial<Limits> = {}) {
  const threads = new FakeThreads();
  const errors: unknown[] = [];
  const limits = resolveLimits({ matchPassIntervalMs: 0, matchThreadRestMs: 0, ...overrides });
  const onError = (error: unknown) => void errors.push(error);
  const engine = new MatchEngine({ limits, now: () => clock.nowMs, onError, start: threads.start });
  onTestFinished(() => engine.close());
  const matches: Match[] = [];
  const open = (owner = 'a'): EnginePool =>
    engine.open({
      owner,
      ruleSet: ruleSet(),
      additionalPlayerCount: 0,
      onMatches: found => void matches.push(...found),
    });
  return { engine, threads, errors, matches, open };
}

test('a ticket is looked for at once; those that come during the pass have the next one', async () => {
  const { threads, open } = startEngine();
  const pool = open();
  pool.add(ticket('ann'));
  expect(threads.question).toEqual({ kind: 'pass', pool: pool.id, nowMs: 1_000 });
  pool.add(ticket('ben'));
  pool.add(ticket('eva'));
  const asked = threads.sent.length;
  threads.answer(NOTHING);
  await vi.waitFor(() => expect(threads.sent).toHaveLength(asked + 1));
  threads.answer(NOTHING);
  await new Promise(setImmediate);
  expect(threads.sent).toHaveLength(asked + 1);
});

test('a pass that is not finished goes on when the other configurations have had their turn', async () => {
  const { threads, open } = startEngine();
  const [first, second] = [open(), open()];
  first.add(ticket('ann'));
  second.add(ticket('ben'));
  const order: number[] = [];
  for (const unfinished of [true, true, true, false, false]) {
    order.push(threads.question?.pool ?? 0);
    threads.answer({ ...NOTHING, unfinished });
    await new Promise(setImmediate);
  }
  expect(order).toEqual([first.id, second.id, first.id, second.id, first.id]);
});

test('an owner of many configurations has no more turns than one of a single one', async () => {
  const { threads, open } = startEngine();
  const many = [open('a'), open('a'), open('a')];
  for (const pool of many) pool.add(ticket('ann'));
  const single = open('b');
  single.add(ticket('ben'));
  const order: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    order.push(threads.question?.pool ?? 0);
    threads.answer({ ...NOTHING, unfinished: true });
    await new Promise(setImmediate);
  }
  const [first, second, third] = many.map(({ id }) => id);
  expect(order).toEqual([first, second, single.id, third, single.id, first]);
});

test('a match with a ticket that left, or came anew, while it was looked for is none; the others wait again', async () => {
  const { threads, open, matches } = startEngine();
  const pool = open();
  const [ann, ben, eva] = [ticket('ann'), ticket('ben'), ticket('eva')];
  pool.add(ann);
  pool.add(ben);
  pool.add(eva);
  threads.answer(NOTHING);
  await vi.waitFor(() => expect(threads.question?.kind).toBe('pass'));
  void pool.leave('ben');
  threads.answer(matchOf(ann, ben));
  await vi.waitFor(() => expect(threads.added).toEqual(['ann', 'ben', 'eva', 'ann']));
  expect(threads.question).toMatchObject({ kind: 'leave', ticketId: 'ben' });
  threads.answer([]);
  await vi.waitFor(() => expect(threads.question?.kind).toBe('pass'));
  pool.add(eva);
  threads.answer(matchOf(ann, eva));
  await vi.waitFor(() => expect(threads.added.slice(4)).toEqual(['eva', 'ann']));
  expect(matches).toEqual([]);
  await vi.waitFor(() => expect(threads.sent.at(-1)?.kind).toBe('question'));
  threads.answer(matchOf(ann, eva));
  await vi.waitFor(() => expect(matches).toHaveLength(1));
});

test('a thread that is lost is replaced; the new one has every ticket, and looks for all of them', async () => {
  const { threads, open, errors } = startEngine();
  const [first, second] = [open(), open()];
  first.add(ticket('ann'));
  threads.answer(NOTHING);
  second.add(ticket('ben'));
  await new Promise(setImmediate);
  threads.die();
  await vi.waitFor(() => expect(threads.started).toBe(2));
  expect(errors).toHaveLength(1);
  expect(threads.added).toEqual(['ann', 'ben']);
  const asked = new Set<number>();
  await vi.waitFor(() => {
    asked.add(threads.question?.pool ?? 0);
    threads.answer(NOTHING);
    expect(asked).toEqual(new Set([first.id, second.id]));
  });
});

test('a thread that says nothing is stopped and replaced', async () => {
  const { threads, open } = startEngine({ matchThreadSilenceMs: 20 });
  open().add(ticket('ann'));
  await vi.waitFor(() => expect(threads.started).toBeGreaterThan(1));
  expect(threads.stopped).toBeGreaterThan(0);
});

test('what was asked of a thread that is lost is answered with nothing', async () => {
  const { threads, open } = startEngine();
  const pool = open();
  pool.add(ticket('ann'));
  threads.answer(NOTHING);
  await new Promise(setImmediate);
  const left = pool.leave('ann');
  threads.die();
  expect(await left).toEqual([]);
  expect(pool.isIdle).toBe(true);
});

test('waiting is looked at when the last pass said that it makes a difference', async () => {
  const { threads, open } = startEngine();
  const pool = open();
  pool.add(ticket('ann'));
  threads.answer({ ...NOTHING, nextChangeAtMs: 6_000 });
  await new Promise(setImmediate);
  const asked = threads.sent.length;
  pool.tick();
  expect(threads.sent).toHaveLength(asked);
  clock.nowMs = 6_000;
  pool.tick();
  expect(threads.question).toEqual({ kind: 'pass', pool: pool.id, nowMs: 6_000 });
  expect(threads.sent).toHaveLength(asked + 1);
});

test('no more explanations wait than there is room for', async () => {
  const { open } = startEngine({ explanationsAtOnce: 1 });
  const pool = open();
  pool.add(ticket('ann'));
  void pool.explain('ann');
  await expect(pool.explain('ann')).rejects.toMatchObject({ type: 'InvalidRequestException' });
});

test('each thread that is lost in a row is replaced after twice the time; an answer ends the row', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { threads, open } = startEngine({ matchThreadRestMs: 1_000, matchThreadRestMostMs: 3_000 });
  open().add(ticket('ann'));
  const lost = (restMs: number) => {
    const { started } = threads;
    threads.die();
    vi.advanceTimersByTime(restMs - 1);
    expect(threads.started).toBe(started);
    vi.advanceTimersByTime(1);
    expect(threads.started).toBe(started + 1);
  };
  for (const restMs of [1_000, 2_000, 3_000, 3_000]) lost(restMs);
  threads.answer(NOTHING);
  lost(1_000);
});

test('the next pass begins a little after a quick one, and later after a slow one, within the limits', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const { threads, open } = startEngine({ matchPassIntervalMs: 100, matchPassRestMs: 20 });
  const pool = open();
  await vi.advanceTimersByTimeAsync(1);
  for (const { tookMs, restMs } of [
    { tookMs: 0, restMs: 20 },
    { tookMs: 10, restMs: 30 },
    { tookMs: 60, restMs: 40 },
  ]) {
    pool.add(ticket('ann'));
    await vi.advanceTimersByTimeAsync(tookMs);
    threads.answer(NOTHING);
    await vi.advanceTimersByTimeAsync(0);
    pool.add(ticket('ben'));
    const asked = threads.sent.length;
    await vi.advanceTimersByTimeAsync(restMs - 1);
    expect([tookMs, threads.sent.length]).toEqual([tookMs, asked]);
    await vi.advanceTimersByTimeAsync(1);
    expect([tookMs, threads.sent.length]).toEqual([tookMs, asked + 1]);
    threads.answer(NOTHING);
    await vi.advanceTimersByTimeAsync(200);
  }
});
