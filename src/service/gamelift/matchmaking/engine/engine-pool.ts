import { randomInt } from 'node:crypto';
import type { Limits } from '../../../../limits/limits.ts';
import type { Match, PassResult, RuleMetrics, TicketExplanation } from '../../../../matchmaking/match.ts';
import type { RuleSet } from '../../../../matchmaking/rule-set/rule-set.ts';
import type { MatchTicket } from '../../../../matchmaking/ticket.ts';
import { invalidRequest } from '../../service-error.ts';
import type { EngineAnswers, EngineOrder, EngineQuestion } from './engine-messages.ts';

const MAX_SEED = 2 ** 32;
/** A pool rests so many times as long as its pass took, within its limits: so that it has this part of the thread. */
const REST_FACTOR = 4;

export interface EnginePoolOptions {
  /** Whose it is: pools of different owners have their passes in turn. */
  owner: string;
  ruleSet: RuleSet;
  additionalPlayerCount: number;
  /** Their tickets have left the pool. */
  onMatches(matches: readonly Match[]): void;
}

/** The thread, as pools see it. */
export interface EngineDoor {
  /** What the thread is not there for is told when it is, see `EnginePool.orders`. */
  tell(order: EngineOrder): void;
  /**
   * @param make called when it is the question's turn
   * @returns undefined when the thread was lost with the question
   */
  ask<K extends keyof EngineAnswers>(
    kind: K,
    pool: EnginePool,
    make: () => EngineQuestion & { kind: K },
  ): Promise<EngineAnswers[K] | undefined>;
  /** The pool is closed. */
  forget(pool: EnginePool): void;
  /** How many questions that are no passes wait. */
  readonly waiting: number;
}

interface EnginePoolDeps {
  limits: Limits;
  now(): number;
  engine: EngineDoor;
}

interface Waiting {
  ticket: MatchTicket;
  /** Which of the pool's orders and passes brought it in. */
  since: number;
}

/**
 * The tickets of one configuration, here and in the thread: this side knows which there are, that side looks for
 * matches among them. A pass begins at once when there was none for `matchPassIntervalMs`, and after a quick one sooner.
 */
export class EnginePool {
  readonly id: number;
  readonly owner: string;
  readonly #options: EnginePoolOptions;
  readonly #deps: EnginePoolDeps;
  readonly #tickets = new Map<string, Waiting>();
  readonly #seed = randomInt(MAX_SEED);
  #sequence = 0;
  #leaving = 0;
  #pass: 'none' | 'delayed' | 'asked' = 'none';
  /** Something came while a pass was asked for. */
  #isAnotherWanted = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the last pass began, on the clock of `performance`. */
  #begunAt = 0;
  /** On the same clock: before that no pass begins. */
  #restsUntil = 0;
  #losses = 0;
  #nextChangeAtMs = Number.POSITIVE_INFINITY;
  #isClosed = false;

  constructor(id: number, options: EnginePoolOptions, deps: EnginePoolDeps) {
    this.id = id;
    this.owner = options.owner;
    this.#options = options;
    this.#deps = deps;
  }

  /** It has no tickets, and nothing is asked of it. */
  get isIdle(): boolean {
    return this.#tickets.size === 0 && this.#leaving === 0;
  }

  /** One with the same id is replaced. */
  add(ticket: MatchTicket): void {
    this.#give([ticket]);
    this.#wantPass();
  }

  /** @returns how often rules were looked at for it; nothing where that is not known any more */
  async leave(ticketId: string): Promise<readonly RuleMetrics[]> {
    if (!this.#tickets.delete(ticketId)) return [];
    const question = { kind: 'leave', pool: this.id, ticketId } as const;
    this.#leaving += 1;
    const metrics = await this.#deps.engine.ask('leave', this, () => question);
    this.#leaving -= 1;
    return metrics ?? [];
  }

  /** @throws {ServiceError} InvalidRequestException when too much is to be explained */
  async explain(ticketId: string): Promise<TicketExplanation | undefined> {
    const { engine, limits, now } = this.#deps;
    if (!this.#tickets.has(ticketId)) return undefined;
    if (engine.waiting >= limits.explanationsAtOnce) {
      throw invalidRequest('too many tickets are being explained; try again later');
    }
    return engine.ask(
      'explain',
      this,
      () => ({ kind: 'explain', pool: this.id, ticketId, nowMs: now() }) as const,
    );
  }

  /** Looks for what waiting alone has made possible. */
  tick(): void {
    if (this.#deps.now() >= this.#nextChangeAtMs) this.#wantPass();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#tickets.clear();
    this.#deps.engine.forget(this);
  }

  /** What makes the pool in a new thread. */
  orders(): EngineOrder[] {
    const { ruleSet, additionalPlayerCount } = this.#options;
    const open = { kind: 'open', pool: this.id, ruleSet, seed: this.#seed, additionalPlayerCount } as const;
    const tickets = [...this.#tickets.values()].map(({ ticket }) => ticket);
    return [open, { kind: 'add', pool: this.id, tickets }];
  }

  /** A new thread has the tickets, and has looked at none of them. */
  refreshed(): void {
    if (this.#tickets.size > 0) this.#wantPass();
  }

  #give(tickets: readonly MatchTicket[]): void {
    this.#sequence += 1;
    for (const ticket of tickets) this.#tickets.set(ticket.ticketId, { ticket, since: this.#sequence });
    this.#deps.engine.tell({ kind: 'add', pool: this.id, tickets });
  }

  #wantPass(): void {
    if (this.#isClosed) return;
    if (this.#pass !== 'none') {
      this.#isAnotherWanted = this.#pass === 'asked';
      return;
    }
    this.#isAnotherWanted = false;
    const restMs = this.#restsUntil - performance.now();
    if (restMs <= 0) {
      this.#askForPass();
      return;
    }
    this.#pass = 'delayed';
    this.#timer = setTimeout(() => this.#askForPass(), restMs).unref();
  }

  #askForPass(): void {
    this.#pass = 'asked';
    let begun = 0;
    void this.#deps.engine
      .ask('pass', this, () => {
        this.#begunAt = performance.now();
        this.#sequence += 1;
        begun = this.#sequence;
        return { kind: 'pass', pool: this.id, nowMs: this.#deps.now() } as const;
      })
      .then(result => this.#passed(result, begun));
  }

  #passed(result: PassResult | undefined, begun: number): void {
    this.#pass = 'none';
    if (this.#isClosed) return;
    if (result === undefined) {
      this.#rest();
      return;
    }
    this.#losses = 0;
    this.#restsUntil = this.#begunAt + this.#restMs();
    this.#nextChangeAtMs = result.nextChangeAtMs ?? Number.POSITIVE_INFINITY;
    const matches = result.matches.filter(match => this.#takeOut(match, begun));
    if (result.unfinished) this.#askForPass();
    else if (this.#isAnotherWanted) this.#wantPass();
    if (matches.length > 0) this.#options.onMatches(matches);
  }

  /** From the beginning of a pass that is over to that of the next one. */
  #restMs(): number {
    const { matchPassIntervalMs, matchPassRestMs } = this.#deps.limits;
    const tookMs = performance.now() - this.#begunAt;
    return Math.min(Math.max(matchPassRestMs, tookMs * REST_FACTOR), matchPassIntervalMs);
  }

  /** The thread was lost in this pool's pass: others come first for a while. */
  #rest(): void {
    const { matchThreadRestMs, matchThreadRestMostMs } = this.#deps.limits;
    const restMs = Math.min(matchThreadRestMs * 2 ** this.#losses, matchThreadRestMostMs);
    this.#losses += 1;
    this.#restsUntil = performance.now() + restMs;
    this.#wantPass();
  }

  /** @returns false for a match with a ticket that left, or came anew, while the pass was under way */
  #takeOut({ tickets }: Match, begun: number): boolean {
    const here = tickets.filter(({ ticketId }) => (this.#tickets.get(ticketId)?.since ?? begun + 1) <= begun);
    if (here.length === tickets.length) {
      for (const { ticketId } of tickets) this.#tickets.delete(ticketId);
      return true;
    }
    // It has left the thread's pool, so it has to come in again
    if (here.length > 0) this.#give(here);
    this.#isAnotherWanted = true;
    return false;
  }
}
