import { expect, test } from 'vitest';
import type { ConsoleSessionRow, EndedSessionRow } from '../protocol.ts';
import { sessionRow } from './parts/test/rows.ts';
import { SessionHistories } from './session-histories.ts';

const histories = (sessions: number) => new SessionHistories({ sessions, samples: 10, gapMs: 5_000 });
const at = (second: number, running: ConsoleSessionRow[], ended: string[] = []) => ({
  at: second * 1_000,
  sessions: running,
  ended: ended.map(id => ({ id }) as EndedSessionRow),
});
const [a, b, c] = ['a', 'b', 'c'].map(id => sessionRow(id)) as [
  ConsoleSessionRow,
  ConsoleSessionRow,
  ConsoleSessionRow,
];

test('figures of each session are kept, and stay when it has just ended', () => {
  const kept = histories(2);
  kept.take(at(1, [a, b]));
  kept.take(at(2, [a], ['b']));
  expect(kept.get('a')?.times).toEqual([1, 2]);
  expect(kept.get('b')?.times).toEqual([1]);
  kept.take(at(3, [a]));
  expect(kept.get('b')).toBeUndefined();
});

test('there are no more of them than the bound; one that ended makes room', () => {
  const kept = histories(2);
  kept.take(at(1, [a, b, c]));
  expect(['a', 'b', 'c'].map(id => kept.get(id) !== undefined)).toEqual([true, true, false]);
  kept.take(at(2, [b, c], ['a']));
  expect(['a', 'b', 'c'].map(id => kept.get(id) !== undefined)).toEqual([false, true, true]);
});

test('a session that is looked at takes the place of another one, and keeps it', () => {
  const kept = histories(1);
  kept.take(at(1, [a, b]));
  const unwatch = kept.watch('b');
  kept.take(at(2, [a, b]));
  expect(kept.get('b')?.times).toEqual([2]);
  expect(kept.get('a')).toBeUndefined();
  kept.watch('a');
  kept.take(at(3, [a, b]));
  expect(kept.get('b')?.times).toEqual([2, 3]);
  unwatch();
  kept.take(at(4, [a, b]));
  expect(kept.get('a')?.times).toEqual([4]);
});

test('a second without a batch has no latency', () => {
  const kept = histories(1);
  kept.take(at(1, [sessionRow('a', { latency: { batches: 0, medianMs: 0, p99Ms: 0 } })]));
  expect(kept.get('a')?.columns.p99).toEqual([null]);
});
