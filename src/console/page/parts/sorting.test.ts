import { expect, test } from 'vitest';
import { holdOrder, nextSorting, sortRows } from './sorting.ts';

const rows = [
  { id: 'b', cpu: 1 },
  { id: 'a', cpu: 1 },
  { id: 'c', cpu: 7 },
];
const ids = (list: { id: string }[]): string => list.map(({ id }) => id).join('');

test('rows are sorted either way, and by id where they are the same', () => {
  expect(ids(sortRows(rows, row => row.cpu, 'ascending'))).toBe('abc');
  expect(ids(sortRows(rows, row => row.cpu, 'descending'))).toBe('cab');
  expect(ids(sortRows(rows, row => row.id, 'descending'))).toBe('cba');
});

test('a head that is pressed again turns the order round, another one begins its own way', () => {
  const byCpu = nextSorting<'cpu' | 'id'>({ key: 'id', direction: 'ascending' }, 'cpu', 'descending');
  expect(byCpu).toEqual({ key: 'cpu', direction: 'descending' });
  expect(nextSorting(byCpu, 'cpu', 'descending')).toEqual({ key: 'cpu', direction: 'ascending' });
});

test('while the order is held, rows stay where they are and new ones come last', () => {
  expect(ids(holdOrder(['c', 'gone', 'a'], rows))).toBe('cab');
});
