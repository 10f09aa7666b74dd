import type { Columns } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { MOST_PLAYERS_SMALL } from '../rule-set/parse-teams.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { BalancedSearch } from './balanced-search.ts';
import { CandidateMatch, type StepBudget } from './candidate-match.ts';
import { byAge, sortedFor } from './candidate-order.ts';
import { MOST_PLANNED, Planner } from './planner.ts';
import type { SeededRandom } from './random.ts';
import { type SearchOutcome, SmallSearch } from './small-search.ts';
import type { Stages } from './stages.ts';

export interface SearchOptions {
  readonly ruleSet: RuleSet;
  readonly stages: Stages;
  readonly columns: Columns;
  readonly additionalPlayerCount: number;
  readonly budget: StepBudget;
  readonly random: SeededRandom;
}

/** Finds a match around a ticket, by the strategy of the rule set. */
export class PoolSearch {
  readonly match: CandidateMatch;
  readonly #options: SearchOptions;
  readonly #small: SmallSearch | undefined;
  readonly #planner: Planner | undefined;
  readonly #balanced: BalancedSearch | undefined;

  constructor(options: SearchOptions) {
    const { ruleSet, stages, columns, additionalPlayerCount, budget, random } = options;
    this.#options = options;
    this.match = new CandidateMatch(
      stages,
      { columns: columns.count, teams: ruleSet.teams.length, rules: ruleSet.rules.length },
      { age: ruleSet.algorithm.expansionAgeSelection, additionalPlayerCount },
      budget,
    );
    const most = Math.max(...stages.all.map(({ maxForAll }) => maxForAll));
    if (most <= MOST_PLAYERS_SMALL) {
      this.#small = new SmallSearch(this.match, stages.lookAlikes, budget, random);
      this.#planner = new Planner(this.match, stages.lookAlikes, budget);
    }
    if (ruleSet.algorithm.strategy === 'balanced') {
      this.#balanced = new BalancedSearch(this.match, stages, ruleSet, budget);
    }
  }

  /**
   * The match of a ticket. If few tickets wait, it is one that leaves a match to as many of the others as can be.
   * @param candidates oldest first
   */
  find(anchor: PooledTicket, candidates: readonly PooledTicket[], tries: number): SearchOutcome {
    const { sortRules } = this.#options.stages;
    this.match.clearFigures();
    const balanced = this.#balanced?.find(anchor, candidates);
    // Rules other than those of large matches may refuse what was dealt; then anything goes that they allow.
    if (balanced !== undefined && (balanced.found !== undefined || this.#small === undefined))
      return balanced;
    const small = this.#small!.find(anchor, sortedFor(anchor, candidates, sortRules), tries);
    if (small.found === undefined || !this.#canPlan(anchor, candidates)) return small;
    const tickets = [anchor, ...candidates].sort(byAge);
    // A full match stays a full one.
    const least = small.isFull ? small.found.size : 0;
    return { ...small, found: this.#planner!.matchFor(anchor, tickets, least, tries) ?? small.found };
  }

  #canPlan(anchor: PooledTicket, candidates: readonly PooledTicket[]): boolean {
    // Who is chosen by sort rules or for balance is not to be changed for somebody else's sake.
    const isChosen = this.#options.stages.sortRules.length > 0 || this.#balanced !== undefined;
    return !isChosen && anchor.playerTeams === undefined && candidates.length < MOST_PLANNED;
  }
}
