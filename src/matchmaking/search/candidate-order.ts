import { ofNumbers, plain } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { SortRule } from '../rule-set/rule-set.ts';

/** Oldest first; of the same age, whoever came first. */
export function byAge(a: PooledTicket, b: PooledTicket): number {
  return a.ticket.enteredAtMs - b.ticket.enteredAtMs || a.sequence - b.sequence;
}

/**
 * The order in which candidates are tried for an anchor: by the sort rules, the first of which decides first, and
 * then as they came. Who has no value comes last.
 */
export function sortedFor(
  anchor: PooledTicket,
  candidates: readonly PooledTicket[],
  rules: readonly SortRule[],
): readonly PooledTicket[] {
  if (rules.length === 0) return candidates;
  const keysOf = rules.map(rule => sortKey(rule, anchor));
  const keyed = candidates.map(candidate => ({ candidate, keys: keysOf.map(keyOf => keyOf(candidate)) }));
  keyed.sort((a, b) => {
    for (const [index, key] of a.keys.entries()) {
      const difference = key - b.keys[index]!;
      // Two that are both infinite are alike.
      if (difference > 0 || difference < 0) return difference;
    }
    return 0;
  });
  return keyed.map(({ candidate }) => candidate);
}

/** What candidates are ordered by, ascending. */
function sortKey(rule: SortRule, anchor: PooledTicket): (candidate: PooledTicket) => number {
  const mapKey = rule.mapKey && preferredKey(anchor, rule.sortAttribute, rule.mapKey);
  const sortValueOf = (ticket: PooledTicket) => partyValue(ticket, rule, mapKey);
  const own = sortValueOf(anchor);
  const sign = rule.sortDirection === 'ascending' ? 1 : -1;
  return candidate => {
    const value = sortValueOf(candidate);
    if (value === undefined) return Number.POSITIVE_INFINITY;
    if (rule.type === 'absoluteSort') return sign * value;
    return own === undefined ? 0 : sign * Math.abs(value - own);
  };
}

/** The key of the anchor's map that has its lowest or highest value, taken over its players. */
function preferredKey(
  { ticket }: PooledTicket,
  attribute: string,
  mapKey: 'minValue' | 'maxValue',
): string | undefined {
  const entries = ticket.players.flatMap(player => Object.entries(player.attributes[attribute]?.SDM ?? {}));
  const sign = mapKey === 'minValue' ? 1 : -1;
  return entries.toSorted(([, a], [, b]) => sign * (a - b))[0]?.[0];
}

function partyValue(
  { ticket }: PooledTicket,
  rule: SortRule,
  mapKey: string | undefined,
): number | undefined {
  const values = ticket.players
    .map(player => {
      const value = player.attributes[rule.sortAttribute];
      const map = value?.SDM;
      if (map === undefined) return plain(value);
      return mapKey !== undefined && Object.hasOwn(map, mapKey) ? map[mapKey] : undefined;
    })
    .filter(value => typeof value === 'number');
  return values.length === 0 ? undefined : ofNumbers(values, rule.partyAggregation);
}
