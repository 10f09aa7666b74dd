import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { CandidateMatch, Found, StepBudget } from './candidate-match.ts';
import { openTeams } from './open-teams.ts';

/** Tickets whose sets fit into the bits of a number, and can all be looked at. */
export const MOST_PLANNED = 12;

/** How good it is to share out tickets in one way. */
interface Plan {
  readonly players: number;
  readonly matches: number;
}

/**
 * Finds the match of a ticket that leaves most players matched, the others of a few tickets included, by looking at
 * every match there can be. Of several, the one after which matches are fewest; then the largest.
 */
export class Planner {
  readonly #match: CandidateMatch;
  readonly #lookAlikes: readonly number[];
  readonly #budget: StepBudget;

  constructor(match: CandidateMatch, lookAlikes: readonly number[], budget: StepBudget) {
    this.#match = match;
    this.#lookAlikes = lookAlikes;
    this.#budget = budget;
  }

  /**
   * @param tickets at most `MOST_PLANNED`
   * @param anchor the one of them whose match is wanted
   * @param leastPlayers that it must have
   * @returns undefined if not every match could be looked at
   */
  matchFor(
    anchor: PooledTicket,
    tickets: readonly PooledTicket[],
    leastPlayers: number,
    mostTries: number,
  ): Found | undefined {
    const matches = this.#everyMatch(tickets, mostTries);
    if (matches === undefined) return undefined;
    const anchorBit = 1 << tickets.indexOf(anchor);
    const everybody = 2 ** tickets.length - 1;
    const plans = new PlanTable(matches);
    let best: { plan: Plan; found: Found } | undefined;
    for (const [set, found] of matches) {
      if ((set & anchorBit) === 0 || found.size < leastPlayers) continue;
      const plan = plans.planWith(found.size, everybody & ~set);
      const isAsGood = best !== undefined && !isBetter(best.plan, plan) && !isBetter(plan, best.plan);
      if (best === undefined || isBetter(plan, best.plan) || (isAsGood && found.size > best.found.size)) {
        best = { plan, found };
      }
    }
    return best?.found;
  }

  /** By set of tickets: a match of them. */
  #everyMatch(tickets: readonly PooledTicket[], mostTries: number): Map<number, Found> | undefined {
    const matches = new Map<number, Found>();
    const order = this.#lookAlikes.map((_, team) => team);
    let tries = mostTries;
    const extend = (from: number, set: number): void => {
      if (set !== 0 && !matches.has(set) && this.#match.isComplete()) matches.set(set, this.#match.found());
      const teams = openTeams(this.#match, order, this.#lookAlikes);
      for (let index = from; index < tickets.length; index++) {
        for (const team of teams) {
          if (--tries < 0 || this.#budget.left < 0) return;
          this.#match.put(tickets[index]!, team);
          if (this.#match.canGoOn('open')) extend(index + 1, set | (1 << index));
          this.#match.takeLast();
        }
      }
    };
    this.#match.clear();
    extend(0, 0);
    return tries < 0 || this.#budget.left < 0 ? undefined : matches;
  }
}

function isBetter(a: Plan, b: Plan): boolean {
  return a.players > b.players || (a.players === b.players && a.matches < b.matches);
}

/** The best plans for sets of tickets, each worked out once. */
class PlanTable {
  readonly #matches: readonly (readonly [number, number])[];
  readonly #known = new Map<number, Plan>([[0, { players: 0, matches: 0 }]]);

  constructor(matches: ReadonlyMap<number, Found>) {
    this.#matches = [...matches].map(([set, { size }]) => [set, size]);
  }

  /** A match of so many players, and the best of what is left. */
  planWith(size: number, left: number): Plan {
    const rest = this.#planFor(left);
    return { players: rest.players + size, matches: rest.matches + 1 };
  }

  #planFor(tickets: number): Plan {
    const known = this.#known.get(tickets);
    if (known !== undefined) return known;
    const first = tickets & -tickets;
    let best = this.#planFor(tickets & ~first);
    for (const [set, size] of this.#matches) {
      if ((set & first) === 0 || (set & ~tickets) !== 0) continue;
      const plan = this.planWith(size, tickets & ~set);
      if (isBetter(plan, best)) best = plan;
    }
    this.#known.set(tickets, best);
    return best;
  }
}
