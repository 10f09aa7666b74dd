import { expect, test } from 'vitest';
import { History } from './history.ts';

const history = () => new History(['cpu', 'heap'], { samples: 3, gapMs: 5_000 });

test('samples come back as columns, oldest first', () => {
  const kept = history();
  kept.add(1_000, { cpu: 1, heap: 10 });
  kept.add(2_000, { cpu: 2, heap: 20 });
  expect(kept.times).toEqual([1, 2]);
  expect(kept.columns).toEqual({ cpu: [1, 2], heap: [10, 20] });
});

test('beyond its bound the oldest sample is forgotten, in every column', () => {
  const kept = history();
  for (let second = 1; second <= 5; second++) kept.add(second * 1_000, { cpu: second, heap: 0 });
  expect(kept.times).toEqual([3, 4, 5]);
  expect(kept.columns.cpu).toEqual([3, 4, 5]);
  expect(kept.columns.heap).toHaveLength(3);
});

test('a line breaks where nothing was heard for long', () => {
  const kept = history();
  kept.add(1_000, { cpu: 1, heap: 1 });
  kept.add(11_000, { cpu: 2, heap: 2 });
  expect(kept.times).toEqual([1, 6, 11]);
  expect(kept.columns.cpu).toEqual([1, null, 2]);
});

test('the same sample told twice is kept once', () => {
  const kept = history();
  kept.add(1_000, { cpu: 1, heap: 1 });
  kept.add(1_000, { cpu: 9, heap: 9 });
  expect(kept.columns.cpu).toEqual([1]);
});
