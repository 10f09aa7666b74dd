import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { CandidateMatch, Found, StepBudget } from './candidate-match.ts';
import { openTeams } from './open-teams.ts';
import type { SeededRandom } from './random.ts';
import type { Strictness } from './stages.ts';

/** How many tickets in teams a search may look at. */
interface Tries {
  left: number;
}

export interface SearchOutcome {
  readonly found: Found | undefined;
  /** No team of it has room. */
  readonly isFull: boolean;
  /** Everything was looked at: as long as nothing changes there is no larger match. */
  readonly isExhaustive: boolean;
}

/**
 * The search for a match of up to 40 players around one ticket: the largest that it finds.
 *
 * First each candidate in turn is put into a team and stays if the rules allow it; that alone is enough in a pool
 * where many fit together. If the match is not full then, the search goes back and tries other choices: keeping to
 * averages and the like at every step, then without.
 */
export class SmallSearch {
  readonly #match: CandidateMatch;
  readonly #lookAlikes: readonly number[];
  readonly #budget: StepBudget;
  readonly #random: SeededRandom;
  #teamOrder: number[] = [];
  #best: Found | undefined;
  #bestIsFull = false;

  constructor(
    match: CandidateMatch,
    lookAlikes: readonly number[],
    budget: StepBudget,
    random: SeededRandom,
  ) {
    this.#match = match;
    this.#lookAlikes = lookAlikes;
    this.#budget = budget;
    this.#random = random;
  }

  /** @param candidates in the order in which they should be tried */
  find(anchor: PooledTicket, candidates: readonly PooledTicket[], mostTries: number): SearchOutcome {
    this.#best = undefined;
    this.#teamOrder = this.#random.shuffle(this.#lookAlikes.map((_, team) => team));
    this.#match.clear();
    const firstTeams = this.#firstTeams(anchor);
    if (firstTeams.length === 0) return { found: undefined, isFull: false, isExhaustive: true };
    this.#greedy(anchor, candidates, firstTeams);
    if (this.#isFull()) return { found: this.#best, isFull: true, isExhaustive: true };
    const compatible = this.#compatibleWith(anchor, candidates, firstTeams);
    const tries = { left: mostTries };
    for (const strictness of ['guided', 'open'] as const) {
      // The first half must not use up what the second could find.
      if (strictness === 'guided') tries.left = Math.floor(mostTries / 4);
      else tries.left = mostTries;
      for (const team of firstTeams) {
        this.#match.clear();
        this.#match.put(anchor, team);
        if (this.#match.canGoOn(strictness)) this.#extend(compatible, 0, strictness, tries);
        this.#match.takeLast();
        if (this.#isFull()) return { found: this.#best, isFull: true, isExhaustive: true };
      }
    }
    return { found: this.#best, isFull: false, isExhaustive: tries.left > 0 && this.#budget.left > 0 };
  }

  /** Teams it can begin a match in. An older ticket may change what is allowed; then all are worth a try. */
  #firstTeams(anchor: PooledTicket): readonly number[] {
    const teams = anchor.playerTeams === undefined ? this.#openTeams() : [0];
    if (this.#match.age === 'oldest') return teams;
    return teams.filter(team => {
      const stays = this.#stays(anchor, team, 'open');
      if (stays) this.#match.takeLast();
      return stays;
    });
  }

  /** Puts in whoever fits, in turn. Notes every match on the way. */
  #greedy(anchor: PooledTicket, candidates: readonly PooledTicket[], firstTeams: readonly number[]): void {
    if (!this.#staysInOneOf(firstTeams, anchor, 'guided')) return;
    this.#note();
    let teams = this.#openTeams();
    for (const candidate of candidates) {
      if (this.#isFull() || this.#budget.left < 0) return;
      if (!this.#match.canShareRegion(candidate)) continue;
      if (!this.#staysInOneOf(teams, candidate, 'guided')) continue;
      this.#note();
      teams = this.#openTeams();
    }
  }

  /** Puts a ticket into the first of the teams that the rules allow. @returns whether there is one */
  #staysInOneOf(teams: readonly number[], ticket: PooledTicket, strictness: Strictness): boolean {
    for (const team of teams) if (this.#stays(ticket, team, strictness)) return true;
    return false;
  }

  /** Puts a ticket into a team, and takes it out again if the rules do not allow it. */
  #stays(ticket: PooledTicket, team: number, strictness: Strictness): boolean {
    this.#match.put(ticket, team);
    if (this.#match.canGoOn(strictness)) return true;
    this.#match.takeLast();
    return false;
  }

  /** Those that could share a match with the ticket if nobody else were in it. */
  #compatibleWith(
    anchor: PooledTicket,
    candidates: readonly PooledTicket[],
    firstTeams: readonly number[],
  ): readonly PooledTicket[] {
    // An older third ticket can change what is allowed.
    if (this.#match.age === 'oldest') return candidates;
    const isCompatible = candidates.map(() => false);
    for (const firstTeam of firstTeams) {
      this.#match.clear();
      this.#match.put(anchor, firstTeam);
      const teams = this.#openTeams();
      for (let index = 0; index < candidates.length; index++) {
        if (this.#budget.left < 0) break;
        const candidate = candidates[index]!;
        if (isCompatible[index] || !this.#match.canShareRegion(candidate)) continue;
        if (!this.#staysInOneOf(teams, candidate, 'open')) continue;
        this.#match.takeLast();
        isCompatible[index] = true;
      }
    }
    return candidates.filter((_, index) => isCompatible[index]);
  }

  /** Tries every way to go on with candidates from the given one on. @returns whether the search is over */
  #extend(candidates: readonly PooledTicket[], from: number, strictness: Strictness, tries: Tries): boolean {
    this.#note();
    if (this.#isFull()) return true;
    const { formation } = this.#match;
    const teams = this.#openTeams();
    let playersLeft = 0;
    for (let index = from; index < candidates.length; index++) playersLeft += candidates[index]!.size;
    for (let index = from; index < candidates.length; index++) {
      const most = formation.size + playersLeft;
      if (most <= (this.#best?.size ?? 0) || most < this.#match.minForAll) return false;
      const candidate = candidates[index]!;
      playersLeft -= candidate.size;
      if (!this.#match.canShareRegion(candidate)) continue;
      for (const team of teams) {
        if (--tries.left < 0 || this.#budget.left < 0) return true;
        if (!this.#stays(candidate, team, strictness)) continue;
        const isOver = this.#extend(candidates, index + 1, strictness, tries);
        this.#match.takeLast();
        if (isOver) return true;
      }
    }
    return false;
  }

  /** Keeps the formation if it is a match, and larger than the largest so far. */
  #note(): void {
    const { formation } = this.#match;
    const hasNewPlayers = formation.tickets.length > 1 || formation.tickets[0]?.playerTeams === undefined;
    if (!hasNewPlayers || formation.size <= (this.#best?.size ?? 0) || !this.#match.isComplete()) return;
    this.#best = this.#match.found();
    this.#bestIsFull = formation.size >= this.#match.roomForAll;
  }

  #isFull(): boolean {
    return this.#best !== undefined && this.#bestIsFull;
  }

  #openTeams(): number[] {
    return openTeams(this.#match, this.#teamOrder, this.#lookAlikes);
  }
}
