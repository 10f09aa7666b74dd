import type { Leaf } from '../expression/expression.ts';
import type { AttributeValue, MatchPlayer, MatchTicket } from '../ticket.ts';

/** How the values of a party's members become those that rules see. `own`: each member keeps its own. */
export type Aggregation = 'own' | 'min' | 'max' | 'avg' | 'union' | 'intersection';

interface Column {
  readonly leaf: Leaf;
  readonly aggregation: Aggregation;
}

/**
 * What expressions read of players: each column is one attribute, with one way to aggregate it over a party. Each
 * member of a party counts, with the party's value.
 */
export class Columns {
  readonly #columns: Column[] = [];

  get count(): number {
    return this.#columns.length;
  }

  /** The number of the column; it is added if need be. */
  indexOf(leaf: Leaf, aggregation: Aggregation): number {
    const wanted = { leaf, aggregation: leaf.kind === 'attribute' ? aggregation : 'own' } as const;
    const found = this.#columns.findIndex(column => isSame(column, wanted));
    return found >= 0 ? found : this.#columns.push(wanted) - 1;
  }

  /** By column: what rules see of each of the ticket's players. Those of a backfill are no party. */
  valuesOf({ players, backfill }: MatchTicket): unknown[][] {
    return this.#columns.map(({ leaf, aggregation }) => {
      const values = players.map(player => seenOf(player, leaf));
      return players.length === 1 || backfill !== undefined ? values : aggregated(values, aggregation);
    });
  }
}

function isSame(a: Column, b: Column): boolean {
  const [nameOfA, nameOfB] = [a, b].map(({ leaf }) => (leaf.kind === 'attribute' ? leaf.name : ''));
  return a.leaf.kind === b.leaf.kind && a.aggregation === b.aggregation && nameOfA === nameOfB;
}

function seenOf(player: MatchPlayer, leaf: Leaf): unknown {
  return leaf.kind === 'attribute' ? plain(player.attributes[leaf.name]) : player.playerId;
}

/** The value itself, without the name of its type. */
export function plain(value: AttributeValue | undefined): unknown {
  return value?.S ?? value?.N ?? value?.SL ?? value?.SDM;
}

function aggregated(values: unknown[], aggregation: Aggregation): unknown[] {
  if (aggregation === 'own') return values;
  const present = values.filter(value => value !== undefined);
  if (present.every(value => typeof value === 'number')) {
    if (present.length === 0 || aggregation === 'union' || aggregation === 'intersection') return values;
    const value = ofNumbers(present, aggregation);
    return values.map(() => value);
  }
  if (!present.every(value => Array.isArray(value))) return values;
  const sets = (present as string[][]).map(list => new Set(list));
  if (aggregation !== 'union' && aggregation !== 'intersection') return values;
  const party = [...sets.reduce((a, b) => (aggregation === 'union' ? a.union(b) : a.intersection(b)))];
  return values.map(() => party);
}

export function ofNumbers(values: readonly number[], aggregation: 'min' | 'max' | 'avg'): number {
  switch (aggregation) {
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'avg':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
