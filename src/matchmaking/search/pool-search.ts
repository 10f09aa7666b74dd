import type { Columns } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { MOST_PLAYERS_SMALL } from '../rule-set/parse-teams.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { BalancedSearch } from './balanced-search.ts';
import { CandidateMatch, type Found, type StepBudget } from './candidate-match.ts';
import { byAge, sortedFor } from './candidate-order.ts';
import { MOST_PLANNED, Planner } from './planner.ts';
import type { SeededRandom } from './random.ts';
import { SmallSearch } from './small-search.ts';
import type { Stages } from './stages.ts';

export interface SearchOptions {
  readonly ruleSet: RuleSet;
  readonly stages: Stages;
  readonly columns: Columns;
  readonly additionalPlayerCount: number;
  readonly budget: StepBudget;
  readonly random: SeededRandom;
}

export interface PoolOutcome {
  /** That of the ticket first; none if there is none. */
  readonly found: readonly Found[];
  /** If nothing was found, then because there is nothing. */
  readonly isExhaustive: boolean;
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
    const most = Math.max(
      ...stages.all.map(({ maxPlayers }) => maxPlayers.reduce((sum, max) => sum + max, 0)),
    );
    if (most <= MOST_PLAYERS_SMALL) {
      this.#small = new SmallSearch(this.match, stages.lookAlikes, budget, random);
      this.#planner = new Planner(this.match, stages.lookAlikes, budget);
    }
    if (ruleSet.algorithm.strategy === 'balanced') {
      this.#balanced = new BalancedSearch(this.match, stages, ruleSet, budget);
    }
  }

  /**
   * The match of a ticket; if few tickets wait, matches of the others too, shared out so that most players are
   * matched.
   * @param candidates oldest first
   */
  find(anchor: PooledTicket, candidates: readonly PooledTicket[], tries: number): PoolOutcome {
    const { sortRules } = this.#options.stages;
    this.match.clearFigures();
    const balanced = this.#balanced?.find(anchor, candidates);
    // Rules other than those of large matches may refuse what was dealt; then anything goes that they allow.
    if (balanced !== undefined && (balanced.found !== undefined || this.#small === undefined)) {
      return outcome(balanced.found, balanced.isExhaustive);
    }
    const small = this.#small!.find(anchor, sortedFor(anchor, candidates, sortRules), tries);
    const isSimple = small.found === undefined || this.#balanced !== undefined;
    if (isSimple || candidates.length >= MOST_PLANNED || anchor.playerTeams !== undefined) {
      return outcome(small.found, small.isExhaustive);
    }
    const tickets = [anchor, ...candidates].sort(byAge);
    // A full match stays a full one, but it may be one that leaves the others more.
    const found = this.#planner!.plan(anchor, tickets, small.isFull ? small.found.size : 0, tries);
    return found === undefined ? outcome(small.found, small.isExhaustive) : { found, isExhaustive: true };
  }
}

function outcome(found: Found | undefined, isExhaustive: boolean): PoolOutcome {
  return { found: found === undefined ? [] : [found], isExhaustive };
}
