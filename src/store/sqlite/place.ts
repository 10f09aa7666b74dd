import type { Page } from '../store.ts';

/** A place in a list: right behind the row with this number, which need not be there any more. */
export interface Place {
  seq: number;
  /** What the list is sorted by before the order of creation; null comes last. */
  key: string | number | null;
}

/** `12:` (null), `12:#3.5`, `12:'text`. */
const PLACE = /^(\d{1,15}):(?:#(-?\d{1,16})|'(.*))?$/s;

export function writePlace({ seq, key }: Place): string {
  if (key === null) return `${seq}:`;
  return typeof key === 'number' ? `${seq}:#${key}` : `${seq}:'${key}`;
}

/** @returns undefined for the start of the list, and for a text that no list gave */
export function readPlace(text: string | undefined): Place | undefined {
  const [, seq, number, key] = PLACE.exec(text ?? '') ?? [];
  if (seq === undefined) return undefined;
  return { seq: Number(seq), key: number === undefined ? (key ?? null) : Number(number) };
}

/** How many rows to ask for: one more shows that there is another page. */
export function rowLimit(limit: number): number {
  return Math.max(1, limit) + 1;
}

/** Makes a page of the rows that `rowLimit` allowed. */
export function pageOf<R extends { seq: number }, T>(
  rows: readonly R[],
  limit: number,
  item: (row: R) => T,
  key: (row: R) => Place['key'] = () => null,
): Page<T> {
  const shown = rows.slice(0, rowLimit(limit) - 1);
  const last = shown.at(-1);
  const isLast = last === undefined || shown.length === rows.length;
  return {
    items: shown.map(item),
    next: isLast ? undefined : writePlace({ seq: last.seq, key: key(last) }),
  };
}
