import { expect, test } from 'vitest';
import { firstMapped } from './worker-users.ts';

const HIGH = { first: 1_000_000, count: 1_000 };
const LOW = { first: 30_000, count: 10_000 };
const WHOLE_MACHINE = '         0          0 4294967295\n';
const CONTAINER = '         0     100000      65536\n';

test('workers get users from the first range that the user namespace has', () => {
  expect(firstMapped([HIGH, LOW], [WHOLE_MACHINE, WHOLE_MACHINE])).toBe(HIGH);
  expect(firstMapped([HIGH, LOW], [CONTAINER, CONTAINER])).toBe(LOW);
});

test('a range counts only if it has all its ids, as users and as groups', () => {
  expect(firstMapped([HIGH], [WHOLE_MACHINE, CONTAINER])).toBeUndefined();
  expect(firstMapped([LOW], ['0 100000 39999\n', WHOLE_MACHINE])).toBeUndefined();
  expect(firstMapped([LOW], ['0 100000 40000\n', WHOLE_MACHINE])).toBe(LOW);
  expect(firstMapped([LOW], ['0 1000 1\n1 100000 65535\n', WHOLE_MACHINE])).toBe(LOW);
});
