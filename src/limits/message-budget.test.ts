import { expect, test } from 'vitest';
import { resolveLimits } from './limits.ts';
import { MessageBudget } from './message-budget.ts';

function budgetOf(packetsPerSecond: number, receivedBytesPerSecond: number) {
  const clock = { ms: 0 };
  const budget = new MessageBudget({
    limits: resolveLimits({ packetsPerSecond, receivedBytesPerSecond }),
    messages: 'packetsPerSecond',
    bytes: 'receivedBytesPerSecond',
    now: () => clock.ms,
  });
  return { budget, clock };
}

test('it is spent when either messages or bytes are, and names which', () => {
  const few = budgetOf(2, 1_000).budget;
  expect([few.tryTake(1), few.tryTake(1), few.tryTake(1)]).toEqual([true, true, false]);
  expect(few.bottleneck).toBe('packetsPerSecond');
  const small = budgetOf(1_000, 10).budget;
  expect([small.tryTake(10), small.tryTake(1)]).toEqual([true, false]);
  expect(small.bottleneck).toBe('receivedBytesPerSecond');
});

test('it is available again when both debts are paid', () => {
  const { budget, clock } = budgetOf(2, 10);
  budget.spend(4, 50);
  expect(budget.msUntilAvailable()).toBe(4_001);
  clock.ms += 4_000;
  expect(budget.isAvailable()).toBe(false);
  clock.ms += 1;
  expect(budget.isAvailable()).toBe(true);
});
