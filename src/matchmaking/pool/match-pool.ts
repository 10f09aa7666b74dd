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
import { batchesOf } from './batches.ts';
import { buildMatch, ruleMetricsOf } from './build-match.ts';
import { explainTicket } from './explain.ts';
import { PooledTickets } from './pooled-tickets.ts';

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
  /** Batches of a pass that have still to be searched, the last one next. */
  #batches: Batch[] = [];
  #triesPerAnchor = 0;
  /** The batches of this pass are the whole pool: what is not found is not there. */
  #isWholePool = true;

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
    return this.#tickets.delete(ticketId);
  }

  /** How often each rule was looked at for a ticket that waits, since it was added; empty if there is none. */
  ruleMetrics(ticketId: string): readonly RuleMetrics[] {
    const pooled = this.#tickets.get(ticketId);
    return pooled === undefined ? [] : ruleMetricsOf(this.#ruleSet, pooled.passedCounts, pooled.failedCounts);
  }

  /** Looks for matches. Their tickets have left the pool. */
  pass({ nowMs, steps = this.#limits.matchStepsPerPass }: PassOptions): PassResult {
    const budget = Math.min(steps, this.#limits.matchStepsPerPass);
    this.#budget.left = budget;
    this.#noteAges(nowMs);
    if (this.#batches.length === 0) this.#beginRound(nowMs);
    const matches: Match[] = [];
    const passed = this.#ruleSet.rules.map(() => 0);
    const failed = this.#ruleSet.rules.map(() => 0);
    for (let anchor = this.#nextAnchor(); anchor !== undefined; anchor = this.#nextAnchor()) {
      const match = this.#searchFor(anchor, nowMs);
      if (match !== undefined) matches.push(match);
      this.#addFigures(passed, failed);
      if (this.#budget.left <= 0) break;
    }
    const nextChangeAtMs = this.#nextChangeAtMs(nowMs);
    return {
      matches,
      ...(nextChangeAtMs !== undefined && { nextChangeAtMs }),
      unfinished: this.#batches.length > 0,
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

  #beginRound(nowMs: number): void {
    const tickets = [...this.#tickets.values()];
    const awake = tickets.filter(ticket => ticket.restsUntilMs <= nowMs);
    if (awake.length === 0) return;
    const { matchBatchTickets, matchTriesPerPass, matchTriesPerTicket } = this.#limits;
    this.#triesPerAnchor = Math.min(matchTriesPerTicket, Math.ceil(matchTriesPerPass / awake.length));
    const batches = batchesOf(tickets, matchBatchTickets, this.#ruleSet.algorithm, this.#random);
    this.#isWholePool = batches.length === 1;
    const { expansionAgeSelection } = this.#ruleSet.algorithm;
    this.#batches = batches
      .map(batch => {
        const anchors = this.#inTurn(batch.filter(ticket => ticket.restsUntilMs <= nowMs));
        return new Batch(batch, anchors, this.#stages, expansionAgeSelection);
      })
      .reverse();
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

  #nextAnchor(): PooledTicket | undefined {
    for (let batch = this.#batches.at(-1); batch !== undefined; batch = this.#batches.at(-1)) {
      const anchor = batch.nextAnchor();
      if (anchor !== undefined) return anchor;
      this.#batches.pop();
    }
    return undefined;
  }

  #searchFor(anchor: PooledTicket, nowMs: number): Match | undefined {
    const candidates = this.#batches.at(-1)!.candidatesFor(anchor);
    const { found, isExhaustive } = this.#search.find(anchor, candidates, this.#triesPerAnchor);
    this.#addFigures(anchor.passedCounts, anchor.failedCounts);
    if (found !== undefined) return this.#takeOut(found);
    const isSettled = isExhaustive && this.#isWholePool;
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
