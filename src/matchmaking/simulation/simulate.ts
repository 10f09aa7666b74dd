import { MatchPool } from '../pool/match-pool.ts';
import { preparePlayers } from '../prepare-players.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { MatchTicket } from '../ticket.ts';
import { type MatchQuality, qualityOf } from './match-quality.ts';

export interface SimulationOptions {
  readonly ruleSet: RuleSet;
  /** In any order. */
  readonly tickets: readonly MatchTicket[];
  readonly seed: number;
  /** A ticket that is older leaves. */
  readonly requestTimeoutMs: number;
  /** A pass begins so long after the first new ticket since the last one. */
  readonly passDelayMs: number;
}

export interface SimulationResult {
  /** For each ticket that was matched, in the order of matches. */
  readonly waitsMs: readonly number[];
  readonly matches: readonly MatchQuality[];
  readonly players: number;
  readonly matchedPlayers: number;
  readonly timedOutTickets: number;
  /** Tickets that the rule set refuses, and why the first of them was. */
  readonly refusedTickets: number;
  readonly firstRefusal?: string;
  /** From the first ticket to the end. */
  readonly durationMs: number;
}

/** Plays tickets through a pool, in virtual time: from one thing that happens to the next. */
export function simulate(options: SimulationOptions): SimulationResult {
  return new Simulation(options).run();
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #pool: MatchPool;
  readonly #arrivals: readonly MatchTicket[];
  /** By id, in the order of their age. */
  readonly #waiting = new Map<string, MatchTicket>();
  readonly #waitsMs: number[] = [];
  readonly #matches: MatchQuality[] = [];
  #next = 0;
  #timedOut = 0;
  #refused = 0;
  #firstRefusal: string | undefined;
  #passDueMs = Number.POSITIVE_INFINITY;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#pool = new MatchPool({ ruleSet: options.ruleSet, seed: options.seed });
    this.#arrivals = options.tickets.toSorted((a, b) => a.enteredAtMs - b.enteredAtMs);
  }

  run(): SimulationResult {
    const startMs = this.#arrivals[0]?.enteredAtMs ?? 0;
    let nowMs = startMs;
    for (let next = this.#nextEventMs(); next !== Number.POSITIVE_INFINITY; next = this.#nextEventMs()) {
      nowMs = next;
      this.#letIn(nowMs);
      this.#letOut(nowMs);
      if (nowMs >= this.#passDueMs) this.#pass(nowMs);
    }
    const playersIn = (tickets: readonly MatchTicket[]) =>
      tickets.reduce((sum, { players }) => sum + players.length, 0);
    return {
      waitsMs: this.#waitsMs,
      matches: this.#matches,
      players: playersIn(this.#arrivals),
      matchedPlayers: this.#matches.reduce((sum, { players }) => sum + players, 0),
      timedOutTickets: this.#timedOut,
      refusedTickets: this.#refused,
      ...(this.#firstRefusal !== undefined && { firstRefusal: this.#firstRefusal }),
      durationMs: nowMs - startMs,
    };
  }

  #nextEventMs(): number {
    const [oldest] = this.#waiting.values();
    const arrival = this.#arrivals[this.#next]?.enteredAtMs ?? Number.POSITIVE_INFINITY;
    const timeout = oldest === undefined ? arrival : oldest.enteredAtMs + this.#options.requestTimeoutMs;
    return Math.min(arrival, timeout, this.#passDueMs);
  }

  #letIn(nowMs: number): void {
    for (; (this.#arrivals[this.#next]?.enteredAtMs ?? Number.POSITIVE_INFINITY) <= nowMs; this.#next++) {
      const ticket = this.#arrivals[this.#next]!;
      const prepared = preparePlayers(this.#options.ruleSet, ticket.players, 'new');
      if (!prepared.ok) {
        this.#refused++;
        this.#firstRefusal ??= `${ticket.ticketId}: ${prepared.problems[0]}`;
        continue;
      }
      this.#waiting.set(ticket.ticketId, ticket);
      this.#pool.add({ ...ticket, players: prepared.players });
      this.#passDueMs = Math.min(this.#passDueMs, nowMs + this.#options.passDelayMs);
    }
  }

  #letOut(nowMs: number): void {
    for (const { ticketId, enteredAtMs } of this.#waiting.values()) {
      if (enteredAtMs + this.#options.requestTimeoutMs > nowMs) break;
      this.#pool.remove(ticketId);
      this.#waiting.delete(ticketId);
      this.#timedOut++;
    }
  }

  #pass(nowMs: number): void {
    let pass = this.#pool.pass({ nowMs });
    const matches = [...pass.matches];
    while (pass.unfinished) {
      pass = this.#pool.pass({ nowMs });
      matches.push(...pass.matches);
    }
    for (const match of matches) {
      this.#matches.push(qualityOf(match, this.#options.ruleSet));
      for (const { ticketId, enteredAtMs } of match.tickets) {
        this.#waitsMs.push(nowMs - enteredAtMs);
        this.#waiting.delete(ticketId);
      }
    }
    // Time has to go on, or the same pass would be made again.
    const next = pass.nextChangeAtMs ?? Number.POSITIVE_INFINITY;
    this.#passDueMs = Math.max(next, nowMs + this.#options.passDelayMs);
  }
}
