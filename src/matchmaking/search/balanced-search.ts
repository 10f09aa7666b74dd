import { ofNumbers } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { numbersIn } from '../formation/regions.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { MOST_WINDOWS } from '../rules/batch-distance.ts';
import type { CandidateMatch, Found, StepBudget } from './candidate-match.ts';
import type { SearchOutcome } from './small-search.ts';
import type { Stages } from './stages.ts';

/**
 * The search for a balanced match, which is also how matches of more than 40 players are made: a batch of tickets
 * around one of them, that share a region and are close to each other, is dealt to the teams by `balancedAttribute`.
 */
export class BalancedSearch {
  readonly #match: CandidateMatch;
  readonly #stages: Stages;
  readonly #ruleSet: RuleSet;
  readonly #budget: StepBudget;

  constructor(match: CandidateMatch, stages: Stages, ruleSet: RuleSet, budget: StepBudget) {
    this.#match = match;
    this.#stages = stages;
    this.#ruleSet = ruleSet;
    this.#budget = budget;
  }

  /** @param candidates oldest first */
  find(anchor: PooledTicket, candidates: readonly PooledTicket[]): SearchOutcome {
    let best: Found | undefined;
    let wasEnough = false;
    for (const stage of this.#stagesToTry(anchor, candidates)) {
      const inStage = candidates.filter(candidate => this.#isInStage(candidate, stage));
      for (const batch of this.#batches(anchor, inStage, stage)) {
        this.#budget.left -=
          candidates.length * (1 + MOST_WINDOWS * this.#stages.all[stage]!.batchWindows.length);
        if (this.#budget.left < 0) return { found: best, isFull: false, isExhaustive: false };
        if (batch.reduce((sum, { size }) => sum + size, anchor.size) < this.#fewestIn(stage)) continue;
        wasEnough = true;
        const found = this.#deal(anchor, batch, stage);
        if (found !== undefined && found.size > (best?.size ?? 0)) best = found;
        if (found !== undefined && found.size >= this.#roomIn(stage))
          return { found, isFull: true, isExhaustive: true };
      }
    }
    return { found: best, isFull: false, isExhaustive: !wasEnough };
  }

  /** A match is in the stage of its newest (or oldest) ticket: which those can be, most expanded first. */
  #stagesToTry(anchor: PooledTicket, candidates: readonly PooledTicket[]): number[] {
    const stages = new Set([anchor, ...candidates].map(ticket => ticket.stage));
    const possible = [...stages].filter(stage =>
      this.#match.age === 'newest' ? stage <= anchor.stage : stage >= anchor.stage,
    );
    return possible.sort((a, b) => b - a);
  }

  #isInStage(candidate: PooledTicket, stage: number): boolean {
    return this.#match.age === 'newest' ? candidate.stage >= stage : candidate.stage <= stage;
  }

  /** Batches to try, the preferred one first. Each has candidates that fit with the anchor, oldest first. */
  *#batches(
    anchor: PooledTicket,
    candidates: readonly PooledTicket[],
    stage: number,
  ): Generator<readonly PooledTicket[]> {
    const regions = [...numbersIn(this.#regionsOf(anchor, stage))];
    const byRegion = regions.map(region => {
      const batch = candidates.filter(candidate => (this.#regionsOf(candidate, stage) >>> region) & 1);
      return { region, batch, players: batch.reduce((sum, { size }) => sum + size, anchor.size) };
    });
    const latency = (region: number) => ofNumbers([...latenciesIn(anchor, region), Number.MAX_VALUE], 'min');
    byRegion.sort(
      this.#ruleSet.algorithm.batchingPreference === 'fastestRegion'
        ? (a, b) => latency(a.region) - latency(b.region)
        : (a, b) => b.players - a.players,
    );
    for (const { batch } of byRegion) yield this.#close(anchor, batch, stage);
    const needsRegion = this.#stages.all[stage]!.latencyRules.length > 0;
    if (!needsRegion) yield this.#close(anchor, candidates, stage);
  }

  /** Regions the rules about latency leave a ticket; without such rules those its players name. */
  #regionsOf(ticket: PooledTicket, stage: number): number {
    const needsRegion = this.#stages.all[stage]!.latencyRules.length > 0;
    return needsRegion ? this.#stages.regionsFor(ticket, stage) : ticket.latencies.shared;
  }

  /** Those whose values are within the distances of `batchDistance` rules of the anchor's and of each other. */
  #close(anchor: PooledTicket, candidates: readonly PooledTicket[], stage: number): readonly PooledTicket[] {
    return this.#stages.all[stage]!.batchWindows.reduce((close, window) => window(anchor, close), candidates);
  }

  /** Deals the batch to the teams. @returns the match, if it is one */
  #deal(anchor: PooledTicket, batch: readonly PooledTicket[], stage: number): Found | undefined {
    const match = this.#match;
    match.clear();
    const room = this.#roomIn(stage);
    const chosen = [anchor];
    let players = anchor.size;
    for (const ticket of batch) {
      if (players + ticket.size > room) continue;
      chosen.push(ticket);
      players += ticket.size;
      if (players === room) break;
    }
    const isBackfill = anchor.playerTeams !== undefined;
    if (isBackfill) match.put(anchor, 0);
    const ofNew = isBackfill ? chosen.slice(1) : chosen;
    if (ofNew.length === 0) return undefined;
    for (const ticket of this.#byBalancedAttribute(ofNew)) {
      const team = this.#nextTeam(ticket, stage);
      if (team !== undefined) match.put(ticket, team);
    }
    return match.formation.tickets.includes(anchor) && match.isComplete() ? match.found() : undefined;
  }

  #byBalancedAttribute(tickets: readonly PooledTicket[]): readonly PooledTicket[] {
    const name = this.#ruleSet.algorithm.balancedAttribute!;
    const keyed = tickets.map(ticket => {
      const values = ticket.ticket.players.map(player => player.attributes[name]?.N ?? 0);
      return { ticket, value: ofNumbers(values, 'avg') };
    });
    return keyed.sort((a, b) => b.value - a.value).map(({ ticket }) => ticket);
  }

  /**
   * First the teams that lack players, then all; among them the one with most open slots, and of several the first.
   */
  #nextTeam(ticket: PooledTicket, stage: number): number | undefined {
    const { minPlayers, maxPlayers } = this.#stages.all[stage]!;
    const { sizes } = this.#match.formation;
    const fitting = sizes
      .map((_, team) => team)
      .filter(team => sizes[team]! + ticket.size <= maxPlayers[team]!);
    const lacking = fitting.filter(team => sizes[team]! < minPlayers[team]!);
    let chosen: number | undefined;
    for (const team of lacking.length > 0 ? lacking : fitting) {
      const open = maxPlayers[team]! - sizes[team]!;
      if (chosen === undefined || open > maxPlayers[chosen]! - sizes[chosen]!) chosen = team;
    }
    return chosen;
  }

  #fewestIn(stage: number): number {
    return this.#stages.all[stage]!.minForAll;
  }

  #roomIn(stage: number): number {
    return this.#match.roomIn(this.#stages.all[stage]!);
  }
}

function latenciesIn(ticket: PooledTicket, region: number): number[] {
  return ticket.latencies.ofPlayers.flatMap(ofPlayer => ofPlayer[region] ?? []);
}
