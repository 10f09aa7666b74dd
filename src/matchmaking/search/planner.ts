import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { CandidateMatch, Found, StepBudget } from './candidate-match.ts';
import { openTeams } from './open-teams.ts';

/** Tickets whose sets fit into the bits of a number, and can all be looked at. */
export const MOST_PLANNED = 12;

/** Matches that share out tickets. */
interface Plan {
  readonly players: number;
  readonly sets: readonly number[];
}

/**
 * Shares a few tickets out among matches so that most players are matched, by looking at every match there can be.
 * Of plans for as many players, the one with fewest matches.
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
   * @param tickets at most `MOST_PLANNED`, oldest first
   * @param anchor the one of them that has to be matched
   * @param leastPlayers that its match must have
   * @returns undefined if not every match could be looked at
   */
  plan(
    anchor: PooledTicket,
    tickets: readonly PooledTicket[],
    leastPlayers: number,
    mostTries: number,
  ): Found[] | undefined {
    const matches = this.#everyMatch(tickets, mostTries);
    if (matches === undefined) return undefined;
    const anchorBit = 1 << tickets.indexOf(anchor);
    const everybody = 2 ** tickets.length - 1;
    const best = new PlanTable(matches);
    let chosen: Plan | undefined;
    for (const [set, { size }] of matches) {
      if ((set & anchorBit) === 0 || size < leastPlayers) continue;
      const rest = best.planFor(everybody & ~set);
      const plan = { players: rest.players + size, sets: [set, ...rest.sets] };
      if (chosen === undefined || isBetter(plan, chosen)) chosen = plan;
    }
    return chosen?.sets.map(set => matches.get(set)!);
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
  return a.players > b.players || (a.players === b.players && a.sets.length < b.sets.length);
}

/** The best plans for sets of tickets, each worked out once. */
class PlanTable {
  readonly #matches: readonly (readonly [number, number])[];
  readonly #known = new Map<number, Plan>([[0, { players: 0, sets: [] }]]);

  constructor(matches: ReadonlyMap<number, Found>) {
    this.#matches = [...matches].map(([set, { size }]) => [set, size]);
  }

  planFor(tickets: number): Plan {
    const known = this.#known.get(tickets);
    if (known !== undefined) return known;
    const oldest = tickets & -tickets;
    let best = this.planFor(tickets & ~oldest);
    for (const [set, size] of this.#matches) {
      if ((set & oldest) === 0 || (set & ~tickets) !== 0) continue;
      const rest = this.planFor(tickets & ~set);
      const plan = { players: rest.players + size, sets: [set, ...rest.sets] };
      if (isBetter(plan, best)) best = plan;
    }
    this.#known.set(tickets, best);
    return best;
  }
}
