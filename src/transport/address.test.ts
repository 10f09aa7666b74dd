import { expect, test } from 'vitest';
import { normalizeAddress } from './address.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['::ffff:0:1', '::ffff:0:1'],
])('%s is written %s', (address, expected) => {
  expect(normalizeAddress(address)).toBe(expected);
});
