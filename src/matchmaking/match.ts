import type { MatchPlayer, MatchTicket } from './ticket.ts';

/** How often a rule was looked at in the search for a match, as events say it (`ruleEvaluationMetrics`). */
export interface RuleMetrics {
  readonly ruleName: string;
  readonly passedCount: number;
  readonly failedCount: number;
}

export interface MatchedTeam {
  /** `name`, or `name_1` … `name_n` of a team with a quantity. */
  readonly name: string;
  /** Those of a backfilled game session, which it has already, come first. */
  readonly players: readonly MatchPlayer[];
}

export interface Match {
  /** All of them, the backfill ticket too. Oldest first. */
  readonly tickets: readonly MatchTicket[];
  /** In the order of the rule set; also those that are empty. */
  readonly teams: readonly MatchedTeam[];
  /** The backfill ticket among `tickets`, if there is one. */
  readonly backfill?: MatchTicket;
  /**
   * Regions that every rule about latency leaves, best (lowest mean latency) first. Without such a rule: those all
   * players have named.
   */
  readonly regions: readonly string[];
  /** Of every rule of the set, in its order: how often it was looked at on the way to this match. */
  readonly ruleMetrics: readonly RuleMetrics[];
}

export interface PassResult {
  readonly matches: readonly Match[];
  /** When waiting alone makes a new pass worth while; absent if only a new ticket can. */
  readonly nextChangeAtMs?: number;
  /** The budget was used up: call again, and the pass goes on where it stopped. */
  readonly unfinished: boolean;
  /** Of the tickets that were searched for in this pass, all together. */
  readonly ruleMetrics: readonly RuleMetrics[];
  /** What was spent of the budget. */
  readonly steps: number;
}

/** What the next step of an expansion that concerns a ticket will change. */
export interface ComingExpansion {
  /** As the rule set writes it: `rules[NAME].maxDistance`. */
  readonly target: string;
  readonly value: number | string | readonly string[];
  readonly atMs: number;
}

/** How a rule, as it is in force for the ticket now, stands to the others that wait. */
export interface RuleExplanation {
  readonly ruleName: string;
  readonly type: string;
  /** Other tickets that could share a match with this one, as far as this rule alone goes. */
  readonly passedCount: number;
  /** Those that could not, whatever their teams. */
  readonly failedCount: number;
}

/** Why a ticket is not matched yet. */
export interface TicketExplanation {
  readonly ticketId: string;
  readonly ageMs: number;
  /** Other tickets in the pool; at most `matchBatchTickets` of them were looked at, within the steps of a pass. */
  readonly candidates: number;
  /** Of those, how many could share a match with this ticket, all rules taken together. */
  readonly compatible: number;
  readonly rules: readonly RuleExplanation[];
  /** Regions the rules about latency leave the ticket, by itself. */
  readonly regions: readonly string[];
  /** Fewest and most players that a match can have now, all teams together. */
  readonly minPlayers: number;
  readonly maxPlayers: number;
  /** Players in the largest match that holds in part: of those rules that more players could still make good. */
  readonly mostPlayers: number;
  /** Names of the rules that the largest such match still breaks; empty if it only lacks players. */
  readonly unmet: readonly string[];
  readonly comingExpansions: readonly ComingExpansion[];
  /** The same in sentences, for people. */
  readonly summary: readonly string[];
}
