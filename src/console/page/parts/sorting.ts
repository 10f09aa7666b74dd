export interface Sorting<Key extends string> {
  key: Key;
  direction: 'ascending' | 'descending';
}

/** What a column can be sorted by. */
export interface SortColumn<Row> {
  value(row: Row): number | string;
  /** Which way it is sorted first. */
  first: Sorting<string>['direction'];
}

/** A head that is pressed again turns the order round. */
export function nextSorting<Key extends string>(
  current: Sorting<Key>,
  key: Key,
  first: Sorting<Key>['direction'],
): Sorting<Key> {
  if (current.key !== key) return { key, direction: first };
  return { key, direction: current.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** Rows in order; those that are the same in it are in the order of their ids. */
export function sortRows<Row extends { id: string }>(
  rows: readonly Row[],
  valueFor: (row: Row) => number | string,
  direction: Sorting<string>['direction'],
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [x, y] = [valueFor(a), valueFor(b)];
    if (x !== y) return x < y ? -sign : sign;
    return a.id < b.id ? -1 : 1;
  });
}

/** Rows in the order they had, the new ones last: while somebody points at a row, it stays where it is. */
export function holdOrder<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const places = new Map(ids.map((id, index) => [id, index]));
  const place = ({ id }: Row): number => places.get(id) ?? Number.POSITIVE_INFINITY;
  return rows.toSorted((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}
