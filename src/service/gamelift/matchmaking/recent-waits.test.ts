import { expect, test } from 'vitest';
import { RecentWaits } from './recent-waits.ts';

test('the estimate is the mean of the last waits, in whole seconds, and nothing without one', () => {
  const waits = new RecentWaits(2);
  expect(waits.estimateSeconds).toBeUndefined();
  waits.add(60_000);
  waits.add(1_000);
  waits.add(4_000);
  expect(waits.estimateSeconds).toBe(3);
});

test('a clock that was set back makes no wait shorter than none', () => {
  const waits = new RecentWaits(2);
  waits.add(-5_000);
  expect(waits.estimateSeconds).toBe(0);
});
