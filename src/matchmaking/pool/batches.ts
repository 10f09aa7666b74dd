import { plain } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { Algorithm } from '../rule-set/rule-set.ts';
import { byAge } from '../search/candidate-order.ts';
import type { SeededRandom } from '../search/random.ts';

/**
 * The tickets of a pool in batches of at most `most`, among each of which matches are looked for: cut at random, or
 * so that tickets with like attributes are together. Within a batch the oldest comes first.
 */
export function batchesOf(
  tickets: readonly PooledTicket[],
  most: number,
  { batchingPreference, sortByAttributes }: Algorithm,
  random: SeededRandom,
): PooledTicket[][] {
  if (tickets.length <= most) return tickets.length === 0 ? [] : [tickets.toSorted(byAge)];
  const batches: PooledTicket[][] = [];
  const isSorted = batchingPreference === 'sorted';
  const inLine = isSorted ? tickets.toSorted(byAttributes(sortByAttributes)) : random.shuffle([...tickets]);
  // Where the first cut is changes, so that nobody is at the edge of a batch each time.
  const first = isSorted ? 1 + Math.floor(random.next() * most) : most;
  for (let from = 0, to = first; from < inLine.length; from = to, to += most) {
    batches.push(inLine.slice(from, to).sort(byAge));
  }
  return batches;
}

/**
 * The same for those who came last. Cut at random, it is one batch: half of it are those who came last, and the others
 * chance.
 * @param tickets in the order in which they came
 */
export function batchesOfNewest(
  tickets: readonly PooledTicket[],
  most: number,
  algorithm: Algorithm,
  random: SeededRandom,
): PooledTicket[][] {
  if (tickets.length <= most || algorithm.batchingPreference === 'sorted') {
    return batchesOf(tickets, most, algorithm, random);
  }
  const newest = Math.ceil(most / 2);
  const others = random.shuffle(tickets.slice(0, -newest)).slice(0, most - newest);
  return [[...others, ...tickets.slice(-newest)].sort(byAge)];
}

function byAttributes(names: readonly string[]): (a: PooledTicket, b: PooledTicket) => number {
  return (a, b) => {
    for (const name of names) {
      const [left, right] = [a, b].map(({ ticket }) => plain(ticket.players[0]?.attributes[name]));
      if (typeof left === 'number' && typeof right === 'number') {
        if (left !== right) return left - right;
      } else {
        const order = String(left).localeCompare(String(right));
        if (order !== 0) return order;
      }
    }
    return 0;
  };
}
