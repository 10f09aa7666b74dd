import { expect, test } from 'vitest';
import { toInt32, toPeerId } from './coercion.ts';

test.each([
  [0, 0],
  [-1, -1],
  [2 ** 31 - 1, 2 ** 31 - 1],
  [-(2 ** 31), -(2 ** 31)],
  ['7', 7],
  [' 7 ', 7],
  ['-1', -1],
  ['0x10', 16],
  ['1e3', 1000],
])('%j is the integer %i', (value, integer) => {
  expect(toInt32(value)).toBe(integer);
});

test.each([
  ...[
    2 ** 31,
    -(2 ** 31) - 1,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'x',
    '1.5',
    '1,5',
    '99999999999',
  ],
  ...[null, undefined, true, false, {}, [], [7], { valueOf: () => 7 }, Symbol('7'), 7n, () => 7],
] as unknown[])('%s is no integer', value => {
  expect(toInt32(value)).toBeUndefined();
});

test.each([
  [3, 3],
  ['3', 3],
  [{ peerId: 3 }, 3],
  [{ peerId: '3' }, 3],
])('%j is a peer id', (value, peerId) => {
  expect(toPeerId(value)).toBe(peerId);
});

test.each([
  null,
  undefined,
  {},
  { peerId: {} },
  { peerId: null },
  { peerId: { peerId: 3 } },
  [],
  'Ann',
  () => 3,
])('%s is no peer id', value => {
  expect(toPeerId(value)).toBeUndefined();
});
