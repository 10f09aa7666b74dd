import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

function bucketAt(perSecond: number, burst: number) {
  const clock = { ms: 1_000 };
  return { clock, bucket: new TokenBucket({ perSecond, burst, now: () => clock.ms }) };
}

test('a full bucket gives its burst and no more', () => {
  const { bucket } = bucketAt(10, 3);
  const taken = [1, 1, 1, 1].map(amount => bucket.tryTake(amount));
  expect(taken).toEqual([true, true, true, false]);
});

test('it fills at its rate, and never above its burst', () => {
  const { bucket, clock } = bucketAt(10, 3);
  bucket.spend(3);
  clock.ms += 100;
  expect(bucket.tryTake(1)).toBe(true);
  expect(bucket.tryTake(1)).toBe(false);
  clock.ms += 1_000_000;
  bucket.spend(3);
  expect(bucket.isAvailable()).toBe(false);
});

test('after a pause it gives its burst and no more, taken bit by bit', () => {
  const { bucket, clock } = bucketAt(10, 3);
  clock.ms += 1_000_000;
  const taken = [1, 1, 1, 1].map(amount => bucket.tryTake(amount));
  expect(taken).toEqual([true, true, true, false]);
});

test('an item larger than the bucket passes, and everybody waits for its debt', () => {
  const { bucket, clock } = bucketAt(10, 3);
  expect(bucket.tryTake(23)).toBe(true);
  expect(bucket.tryTake(1)).toBe(false);
  clock.ms += 2_000;
  expect(bucket.isAvailable()).toBe(false);
  clock.ms += 1;
  expect(bucket.tryTake(1)).toBe(true);
});

test('a refused take costs nothing', () => {
  const { bucket, clock } = bucketAt(10, 1);
  bucket.spend(1);
  for (let tries = 0; tries < 100; tries++) bucket.tryTake(1);
  clock.ms += 100;
  expect(bucket.tryTake(1)).toBe(true);
});

test.each([1, 3, 7, 333, 500])(
  'the wait it names at %d a second is long enough, and not too long',
  perSecond => {
    const { bucket, clock } = bucketAt(perSecond, 5);
    expect(bucket.msUntilAvailable()).toBe(0);
    bucket.spend(12);
    const waitMs = bucket.msUntilAvailable();
    clock.ms += waitMs - 1;
    expect(bucket.isAvailable()).toBe(false);
    clock.ms += 1;
    expect(bucket.isAvailable()).toBe(true);
  },
);

test('a clock that steps backwards gives nothing and takes nothing', () => {
  const { bucket, clock } = bucketAt(10, 2);
  bucket.spend(1);
  clock.ms -= 500;
  expect(bucket.tryTake(1)).toBe(true);
  expect(bucket.tryTake(1)).toBe(false);
  clock.ms += 100;
  expect(bucket.tryTake(1)).toBe(true);
});

test('it is full again when all that was taken has come back', () => {
  const { bucket, clock } = bucketAt(10, 2);
  expect(bucket.isFull()).toBe(true);
  bucket.spend(2);
  clock.ms += 199;
  expect(bucket.isFull()).toBe(false);
  clock.ms += 1;
  expect(bucket.isFull()).toBe(true);
});
