import { expect, test } from 'vitest';
import type { PostMortem } from '../../../session/post-mortem.ts';
import { limitWords } from './limit-words.ts';

const words = (limit: string, used?: number, allowed?: number) =>
  limitWords({ limit, used, allowed } as PostMortem);

test('amounts are told in the unit that the name of their limit ends in', () => {
  expect(words('heapMb', 70, 64)).toBe('heapMb: 70 MiB of 64 MiB');
  expect(words('batchMs', 1_200, 500)).toBe('batchMs: 1.2 s of 500 ms');
  expect(words('queueBytes', 2_048, 1_024)).toBe('queueBytes: 2.0 KiB of 1.0 KiB');
  expect(words('uncaughtErrors', 11, 10)).toBe('uncaughtErrors: 11 of 10');
});

test('what is not known is left out', () => {
  expect(words('heapMb', undefined, 64)).toBe('heapMb: 64 MiB');
  expect(words('heapMb')).toBe('heapMb');
  expect(limitWords({} as PostMortem)).toBeUndefined();
});
