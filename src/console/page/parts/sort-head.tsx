import { nextSorting, type Sorting } from './sorting.ts';

export interface SortHeadProps<Key extends string> {
  column: Key;
  title: string;
  first: Sorting<Key>['direction'];
  sorting: Sorting<Key>;
  align?: 'left' | 'right';
  onSort(sorting: Sorting<Key>): void;
}

/** The head of a column that a table is sorted by when it is pressed. */
export function SortHead<Key extends string>(props: SortHeadProps<Key>) {
  const { column, title, first, sorting, align = 'left', onSort } = props;
  const isSorted = sorting.key === column;
  return (
    <th
      scope="col"
      class={align === 'right' ? 'number' : undefined}
      aria-sort={isSorted ? sorting.direction : 'none'}
    >
      <button type="button" class="sort" onClick={() => onSort(nextSorting(sorting, column, first))}>
        {title}
        <span class="sort-mark" aria-hidden="true">
          {isSorted && sorting.direction === 'ascending' ? '↑' : '↓'}
        </span>
      </button>
    </th>
  );
}
