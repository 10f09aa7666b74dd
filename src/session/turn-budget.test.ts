import { expect, test } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { type Limits, resolveLimits } from '../limits/limits.ts';
import { TurnBudget } from './turn-budget.ts';

function budgetWith(overrides: Partial<Limits> = {}) {
  const clock = { ms: 1_000 };
  const hits = new LimitHits();
  const limits = resolveLimits({ cpuMsPerSecond: 100, cpuBurstMs: 200, ...overrides });
  return { clock, hits, budget: new TurnBudget({ limits, hits, now: () => clock.ms }) };
}

test('a session that was idle may use its burst of CPU time at once', () => {
  const { budget, hits } = budgetWith();
  expect(budget.endTurn(199, 0)).toBe(0);
  expect(hits.get('cpuMsPerSecond')).toBe(0);
});

test('what is used beyond that is paid back before the next turn', () => {
  const { budget, clock, hits } = budgetWith();
  const waitMs = budget.endTurn(250, 0);
  expect(waitMs).toBe(501);
  expect(hits.get('cpuMsPerSecond')).toBe(1);
  clock.ms += waitMs;
  expect(budget.left.cpuAvailableMs).toBeGreaterThanOrEqual(0);
});

test('who owes again and again waits longer each time, up to the highest penalty', () => {
  const { budget, clock } = budgetWith({ cpuPenaltyMax: 4, turnPauseMaxMs: 60_000 });
  budget.endTurn(199.9, 0);
  const waits = Array.from({ length: 5 }, () => {
    const waitMs = budget.endTurn(10, 0);
    // Just what was owed is paid back.
    clock.ms += 100;
    return Math.floor(waitMs / 100);
  });
  expect(waits).toEqual([1, 2, 4, 4, 4]);
});

test('once the budget was full again nothing is left of the penalty', () => {
  const { budget, clock } = budgetWith();
  budget.endTurn(250, 0);
  clock.ms += 10_000;
  expect(budget.endTurn(250, 0)).toBe(501);
});

test('turns are never skipped for longer than the limit says at once', () => {
  const { budget } = budgetWith({ turnPauseMaxMs: 700 });
  expect(budget.endTurn(5_000, 0)).toBe(700);
});

test('sending an eighth of what a second allows is possible at once, and then what is sent is dropped', () => {
  const { budget, hits } = budgetWith({ sentMessagesPerSecond: 80 });
  const sent = Array.from({ length: 12 }, () => budget.trySend(1, 10)).filter(Boolean);
  expect(sent).toHaveLength(10);
  expect(hits.get('sentMessagesPerSecond')).toBe(2);
});

test('a message to a group counts for each member, in messages and in bytes', () => {
  const { budget } = budgetWith({ sentMessagesPerSecond: 800, sentBytesPerSecond: 8_000 });
  budget.trySend(30, 20);
  expect(budget.left).toMatchObject({ sentMessagesAvailable: 70, sentBytesAvailable: 400 });
});

test('a turn that has sent more than its share delays the next one', () => {
  const { budget } = budgetWith({ sentMessagesPerSecond: 80 });
  budget.trySend(30, 1);
  expect(budget.endTurn(0, 0)).toBe(251);
});

test('the script is told what its heap held last', () => {
  const { budget } = budgetWith();
  budget.endTurn(1, 5_000);
  budget.endTurn(1, 0);
  expect(budget.left.heapUsedKb).toBe(5_000);
});
