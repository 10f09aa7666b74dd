import { type Limits, resolveLimits } from '../../limits/limits.ts';
import { Columns } from '../formation/columns.ts';
import type { PooledTicket } from '../formation/pooled-ticket.ts';
import { Regions } from '../formation/regions.ts';
import type { Match, PassResult, RuleMetrics, TicketExplanation } from '../match.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { Found, StepBudget } from '../search/candidate-match.ts';
import { byAge } from '../search/candidate-order.ts';
import { PoolSearch } from '../search/pool-search.ts';
import { SeededRandom } from '../search/random.ts';
import { Stages } from '../search/stages.ts';
import type { MatchTicket } from '../ticket.ts';
import { Batch } from './batch.ts';
import { batchesOf, batchesOfNewest } from './batches.ts';
import { buildMatch, ruleMetricsOf } from './build-match.ts';
import { explainTicket } from './explain.ts';
import { PooledTickets } from './pooled-tickets.ts';
import { Round, type Turn } from './round.ts';

export interface MatchPoolOptions {
  readonly ruleSet: RuleSet;
  /** Of everything that is left to chance; the same calls with the same seed make the same matches. */
  readonly seed: number;
  /** Slots that every match leaves open (`AdditionalPlayerCount`). Default: 0. */
  readonly additionalPlayerCount?: number;
  /** What bounds passes; default: the table of limits. */
  readonly limits?: Limits;
}

export interface PassOptions {
  readonly nowMs: number;
  /**
   * The most the pass may do, in steps, a step being about one value of one player looked at. Default and upper
   * bound: `matchStepsPerPass`. One ticket's search may go beyond by a rule's look at one match.
   */
  readonly steps?: number;
}

/**
 * The tickets that wait under one matchmaking configuration, and the search for matches among them.
 *
 * A ticket is searched for when it is new, and when its age brings a step of an expansion into force: any match that
 * has become possible since the last pass has such a ticket in it. Until then it rests, and is only a candidate for
 * others.
 */
export class MatchPool {
  readonly #ruleSet: RuleSet;
  readonly #limits: Limits;
  readonly #columns = new Columns();
  readonly #stages: Stages;
  readonly #regions: Regions;
  readonly #entrance: PooledTickets;
  readonly #random: SeededRandom;
  readonly #budget: StepBudget = { left: 0 };
  readonly #additionalPlayerCount: number;
  readonly #search: PoolSearch;
  readonly #tickets = new Map<string, PooledTicket>();
  readonly #backfills = new Set<PooledTicket>();
  /** Those that were not searched for yet, and came to others who were, or after them. */
  readonly #newcomers = new Set<PooledTicket>();
  /** What a pass has still to search. */
  #round = new Round([], 0);
  #triesPerAnchor = 0;
  /** What this part of a pass may spend. */
  #partSteps = 0;
  /** Of a pass that goes on: who comes first in the next part of it. */
  #first: 'newcomers' | 'others' = 'newcomers';

  constructor({ ruleSet, seed, additionalPlayerCount = 0, limits = resolveLimits() }: MatchPoolOptions) {
    this.#ruleSet = ruleSet;
    this.#limits = limits;
    this.#stages = new Stages(ruleSet, this.#columns);
    this.#regions = new Regions(limits.matchRegions);
    this.#entrance = new PooledTickets(ruleSet, this.#columns, this.#regions);
    this.#random = new SeededRandom(seed);
    this.#additionalPlayerCount = additionalPlayerCount;
    this.#search = this.#newSearch(this.#budget);
  }

  /** Tickets that wait. */
  get size(): number {
    return this.#tickets.size;
  }

  /**
   * Adds a ticket, whose players went through `preparePlayers`; one with the same id leaves. A ticket of a match that
   * was refused is added again in the same way.
   */
  add(ticket: MatchTicket): void {
    this.remove(ticket.ticketId);
    const pooled = this.#entrance.enter(ticket);
    this.#tickets.set(ticket.ticketId, pooled);
    this.#newcomers.add(pooled);
    if (ticket.backfill !== undefined) {
      this.#backfills.add(pooled);
      return;
    }
    // A backfill is never a candidate, so it has to look for itself.
    for (const backfill of this.#backfills) backfill.restsUntilMs = 0;
  }

  /** @returns whether it was there. A ticket of a match has left by itself. */
  remove(ticketId: string): boolean {
    const pooled = this.#tickets.get(ticketId);
    if (pooled === undefined) return false;
    this.#entrance.leave(pooled);
    this.#backfills.delete(pooled);
    this.#newcomers.delete(pooled);
    return this.#tickets.delete(ticketId);
  }

  /** How often each rule was looked at for a ticket that waits, since it was added; empty if there is none. */
  ruleMetrics(ticketId: string): readonly RuleMetrics[] {
    const pooled = this.#tickets.get(ticketId);
    return pooled === undefined ? [] : ruleMetricsOf(this.#ruleSet, pooled.passedCounts, pooled.failedCounts);
  }

  /**
   * Looks for matches. Their tickets have left the pool. A pass that goes on looks every other time for those who came
   * meanwhile first, the newest first, so that they need not wait for its end.
   */
  pass({ nowMs, steps = this.#limits.matchStepsPerPass }: PassOptions): PassResult {
    const budget = Math.min(steps, this.#limits.matchStepsPerPass);
    this.#budget.left = budget;
    this.#partSteps = budget;
    this.#noteAges(nowMs);
    const ahead = this.#beginPart(nowMs);
    const nextTurn = () => ahead?.next(nowMs) ?? this.#round.next(nowMs);
    const matches: Match[] = [];
    const passed = this.#ruleSet.rules.map(() => 0);
    const failed = this.#ruleSet.rules.map(() => 0);
    for (let turn = nextTurn(); turn !== undefined; turn = nextTurn()) {
      const match = this.#searchFor(turn, nowMs);
      if (match !== undefined) matches.push(match);
      this.#addFigures(passed, failed);
      if (this.#budget.left <= 0) break;
    }
    const nextChangeAtMs = this.#nextChangeAtMs(nowMs);
    return {
      matches,
      ...(nextChangeAtMs !== undefined && { nextChangeAtMs }),
      unfinished: this.#round.isUnfinished,
      ruleMetrics: ruleMetricsOf(this.#ruleSet, passed, failed),
      steps: budget - this.#budget.left,
    };
  }

  /** Why a ticket is not matched yet. @returns undefined if no such ticket waits */
  explain(ticketId: string, nowMs: number): TicketExplanation | undefined {
    const pooled = this.#tickets.get(ticketId);
    if (pooled === undefined) return undefined;
    this.#noteAges(nowMs);
    const others = [...this.#tickets.values()].filter(other => other !== pooled);
    return explainTicket(pooled, others.sort(byAge), {
      nowMs,
      ruleSet: this.#ruleSet,
      stages: this.#stages,
      regions: this.#regions,
      limits: this.#limits,
      match: this.#newSearch({ left: this.#limits.matchStepsPerPass }).match,
    });
  }

  #newSearch(budget: StepBudget): PoolSearch {
    return new PoolSearch({
      ruleSet: this.#ruleSet,
      stages: this.#stages,
      columns: this.#columns,
      additionalPlayerCount: this.#additionalPlayerCount,
      budget,
      random: this.#random,
    });
  }

  /** Brings the stages of tickets up to date; one that has reached another is worth searching for again. */
  #noteAges(nowMs: number): void {
    for (const pooled of this.#tickets.values()) {
      const stage = this.#stages.at(nowMs - pooled.ticket.enteredAtMs);
      if (stage === pooled.stage) continue;
      pooled.stage = stage;
      pooled.restsUntilMs = 0;
      pooled.retries = 0;
    }
  }

  /** @returns those that are to be searched before the round goes on */
  #beginPart(nowMs: number): Round | undefined {
    const isGoingOn = this.#round.isUnfinished;
    if (!isGoingOn) this.#beginRound(nowMs);
    const isTheirs = isGoingOn && this.#first === 'newcomers';
    this.#first = isTheirs ? 'others' : 'newcomers';
    if (!isTheirs || this.#newcomers.size === 0) return undefined;
    const isNew = (ticket: PooledTicket): boolean => this.#newcomers.has(ticket);
    return this.#roundOf(batchesOfNewest, batch => batch.filter(isNew).reverse());
  }

  #beginRound(nowMs: number): void {
    const isAwake = (ticket: PooledTicket): boolean => ticket.restsUntilMs <= nowMs;
    const awake = [...this.#tickets.values()].filter(isAwake).length;
    if (awake === 0) return;
    // Where all are new, nobody is
    if (this.#newcomers.size === awake) this.#newcomers.clear();
    const { matchTriesPerPass, matchTriesPerTicket } = this.#limits;
    this.#triesPerAnchor = Math.min(matchTriesPerTicket, Math.ceil(matchTriesPerPass / awake));
    this.#round = this.#roundOf(batchesOf, batch => batch.filter(isAwake));
  }

  /** @param anchorsIn those of a batch, which is in the order of age, to search for */
  #roundOf(
    cut: typeof batchesOf,
    anchorsIn: (batch: readonly PooledTicket[]) => readonly PooledTicket[],
  ): Round {
    const { algorithm } = this.#ruleSet;
    const tickets = [...this.#tickets.values()];
    const batches = cut(tickets, this.#limits.matchBatchTickets, algorithm, this.#random).map(batch => {
      const anchors = this.#inTurn(anchorsIn(batch));
      return new Batch(batch, anchors, this.#stages, algorithm.expansionAgeSelection);
    });
    return new Round(batches, tickets.length);
  }

  /** Backfills go before, between or after the others. */
  #inTurn(anchors: readonly PooledTicket[]): readonly PooledTicket[] {
    const { strategy, backfillPriority } = this.#ruleSet.algorithm;
    const priority = strategy === 'balanced' ? 'high' : backfillPriority;
    if (priority === 'normal') return anchors;
    const isBackfill = ({ ticket }: PooledTicket) => ticket.backfill !== undefined;
    const backfills = anchors.filter(isBackfill);
    const others = anchors.filter(anchor => !isBackfill(anchor));
    return priority === 'high' ? [...backfills, ...others] : [...others, ...backfills];
  }

  #searchFor({ anchor, candidates, isWholePool }: Turn, nowMs: number): Match | undefined {
    const isPartBegun = this.#budget.left < this.#partSteps;
    const { found, isExhaustive } = this.#search.find(anchor, candidates, this.#triesPerAnchor);
    this.#addFigures(anchor.passedCounts, anchor.failedCounts);
    if (found !== undefined) return this.#takeOut(found);
    // A newcomer that only had what others left of the budget is the first one of another part
    if (this.#newcomers.has(anchor) && isPartBegun && this.#budget.left <= 0) return undefined;
    this.#newcomers.delete(anchor);
    const isSettled = isExhaustive && isWholePool;
    anchor.restsUntilMs = isSettled ? Number.POSITIVE_INFINITY : nowMs + this.#retryMs(anchor);
    return undefined;
  }

  /** Twice as long each time: who is hard to match in one part of a large pool is so in others. */
  #retryMs(anchor: PooledTicket): number {
    const { matchRetryMs, matchRetryMostMs } = this.#limits;
    return Math.min(matchRetryMs * 2 ** anchor.retries++, matchRetryMostMs);
  }

  /** Adds how often each rule passed and failed in the last search. */
  #addFigures(passedCounts: number[], failedCounts: number[]): void {
    const { passed, failed } = this.#search.match.figures;
    for (const [index, count] of passed.entries()) passedCounts[index]! += count;
    for (const [index, count] of failed.entries()) failedCounts[index]! += count;
  }

  #takeOut(found: Found): Match {
    const { passed, failed } = this.#search.match.figures;
    const match = buildMatch(
      found,
      this.#ruleSet,
      this.#regions,
      ruleMetricsOf(this.#ruleSet, passed, failed),
    );
    for (const { ticket } of found.tickets) this.remove(ticket.ticketId);
    return match;
  }

  #nextChangeAtMs(nowMs: number): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const { ticket, stage, restsUntilMs } of this.#tickets.values()) {
      const age = this.#stages.agesMs[stage];
      if (age !== undefined) next = Math.min(next, ticket.enteredAtMs + age);
      next = Math.min(next, restsUntilMs);
    }
    if (next === Number.POSITIVE_INFINITY) return undefined;
    return Math.max(next, nowMs);
  }
}
