import { expect, test } from 'vitest';
import { attributeWords, latencyWords } from './player-words.ts';

test('attributes of every kind are shown by their values, and a number that is 0 as well', () => {
  expect(attributeWords({ N: 0 })).toBe('0');
  expect(attributeWords({ S: 'harbour' })).toBe('harbour');
  expect(attributeWords({ SL: ['a', 'b'] })).toBe('a, b');
  expect(attributeWords({ SDM: { ice: 3, fire: 7 } })).toBe('ice 3, fire 7');
});

test('the nearest region comes first', () => {
  expect(latencyWords({ west: 90, east: 20 })).toBe('east 20 ms, west 90 ms');
  expect(latencyWords(undefined)).toBe('');
});
