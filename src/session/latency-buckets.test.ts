import { expect, test } from 'vitest';
import { LatencyBuckets } from './latency-buckets.ts';

test('a quantile is the bound of the bucket that it falls into', () => {
  const buckets = new LatencyBuckets();
  for (let i = 0; i < 99; i++) buckets.add(1_000);
  buckets.add(60_000);
  expect(buckets.count).toBe(100);
  expect(buckets.sumMs).toBe(159);
  expect(buckets.quantileMs(0.5)).toBe(1.024);
  expect(buckets.quantileMs(1)).toBe(65.536);
});

test('what is counted holds each duration in the bucket it belongs to, the odd ones too', () => {
  const bucketOf = (durationUs: number) => {
    const buckets = new LatencyBuckets();
    buckets.add(durationUs);
    return buckets.quantileMs(1);
  };
  expect([-5, 0, 0.5, 1, 2, 1_023, 1_024].map(bucketOf)).toEqual([0, 0, 0, 0.002, 0.004, 1.024, 2.048]);
  // An hour, and more than can be told
  expect(bucketOf(3.6e9)).toBe(2 ** 25 / 1000);
  expect(bucketOf(Number.POSITIVE_INFINITY)).toBe(2 ** 25 / 1000);
});

test('what came since an earlier moment is told from what was there', () => {
  const buckets = new LatencyBuckets();
  buckets.add(10);
  const earlier = new LatencyBuckets();
  earlier.addAll(buckets);
  buckets.add(5_000);
  const recent = buckets.since(earlier);
  expect([recent.count, recent.sumMs, recent.quantileMs(0.5)]).toEqual([1, 5, 8.192]);
});

test('where nothing was counted every quantile is 0', () => {
  expect(new LatencyBuckets().quantileMs(0.99)).toBe(0);
});
