import type { PassResult, RuleMetrics, TicketExplanation } from '../match.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import type { MatchTicket } from '../ticket.ts';

export interface MatchPoolOptions {
  readonly ruleSet: RuleSet;
  /** Of everything that is left to chance; the same calls with the same seed make the same matches. */
  readonly seed: number;
  /** Slots that every match leaves open (`AdditionalPlayerCount`). Default: 0. */
  readonly additionalPlayerCount?: number;
}

export interface PassOptions {
  readonly nowMs: number;
  /** The most the pass may do, in steps; a step is about one value of one player looked at. */
  readonly steps?: number;
}

/** The tickets that wait under one matchmaking configuration, and the search for matches among them. */
export class MatchPool {
  constructor(_options: MatchPoolOptions) {}

  get size(): number {
    throw new Error('being built');
  }

  /** Adds a ticket; its players went through `preparePlayers`. One that was in a refused match is added again. */
  add(_ticket: MatchTicket): void {
    throw new Error('being built');
  }

  /** @returns whether it was there. A ticket of a match has left by itself. */
  remove(_ticketId: string): boolean {
    throw new Error('being built');
  }

  /** How often each rule was looked at for a ticket that waits, since it was added. */
  ruleMetrics(_ticketId: string): readonly RuleMetrics[] {
    throw new Error('being built');
  }

  pass(_options: PassOptions): PassResult {
    throw new Error('being built');
  }

  /** @returns undefined if no such ticket waits */
  explain(_ticketId: string, _nowMs: number): TicketExplanation | undefined {
    throw new Error('being built');
  }
}
