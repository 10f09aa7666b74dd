import { expect, test } from 'vitest';
import { RecentList } from './recent-list.ts';

test('beyond its bound the oldest are forgotten, and those that stay keep their numbers', () => {
  const list = new RecentList<string>(3).add(['a', 'b']).add(['c', 'd']);
  expect(list.items).toEqual([
    { number: 1, item: 'b' },
    { number: 2, item: 'c' },
    { number: 3, item: 'd' },
  ]);
});

test('more at once than there is room for leaves the newest', () => {
  expect(new RecentList<number>(2).add([1, 2, 3, 4]).items.map(({ item }) => item)).toEqual([3, 4]);
});

test('a list does not change; it tells how much came since', () => {
  const before = new RecentList<string>(2).add(['a']);
  const after = before.add(['b', 'c']);
  expect(before.items.map(({ item }) => item)).toEqual(['a']);
  expect(after.since(before)).toBe(2);
});
