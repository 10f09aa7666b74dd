import type { Limits } from '../../../../limits/limits.ts';
import type { PassResult, RuleMetrics, TicketExplanation } from '../../../../matchmaking/match.ts';
import type { RuleSet } from '../../../../matchmaking/rule-set/rule-set.ts';
import type { MatchTicket } from '../../../../matchmaking/ticket.ts';

/* What the service and the thread that looks for matches say to each other. A pool is known by a number. */

/** Told in order; none is answered. */
export type EngineOrder =
  | { kind: 'open'; pool: number; ruleSet: RuleSet; seed: number; additionalPlayerCount: number }
  | { kind: 'close'; pool: number }
  | { kind: 'add'; pool: number; tickets: readonly MatchTicket[] };

/** One at a time; each is answered with the number of its question. */
export type EngineQuestion =
  | { kind: 'pass'; pool: number; nowMs: number }
  /** The ticket leaves, and its figures are given. */
  | { kind: 'leave'; pool: number; ticketId: string }
  | { kind: 'explain'; pool: number; ticketId: string; nowMs: number };

export interface EngineAnswers {
  pass: PassResult;
  leave: readonly RuleMetrics[];
  explain: TicketExplanation | undefined;
}

export type ToEngine = EngineOrder | { kind: 'question'; question: EngineQuestion };
export interface FromEngine {
  answer: EngineAnswers[keyof EngineAnswers];
}

/** `workerData` of the thread. */
export interface EngineThreadData {
  limits: Limits;
}
