import type { MatchTicket } from '../ticket.ts';

/** What latency rules ask of a ticket's players. */
export interface TicketLatencies {
  /** Regions that every player of the ticket names, as a set; of a backfill see `ofPlayers`. */
  readonly shared: number;
  /** For each player who named any region: latency in ms, by number of the region; undefined of others. */
  readonly ofPlayers: readonly (readonly (number | undefined)[])[];
  /** Numbers the ticket holds in the table of regions. */
  readonly held: readonly number[];
  /** The region a backfilled game session runs in. */
  readonly fixed?: number;
}

/** A ticket in the pool, with what the search needs at hand. */
export interface PooledTicket {
  readonly ticket: MatchTicket;
  /** Players. */
  readonly size: number;
  /** In which order tickets came; decides between tickets of the same age. */
  readonly sequence: number;
  /** By column, by player. */
  readonly values: readonly (readonly unknown[])[];
  /** Steps that a look at its values costs: one for each, and for each string of a list. */
  readonly weight: number;
  /** Of a backfill, by player: the team. */
  readonly playerTeams?: readonly number[];
  readonly latencies: TicketLatencies;
  /** What latency rules leave of its regions, by number of the rule's variant; see `latency.ts`. */
  readonly regionsLeft: (number | undefined)[];
  /** What all of them together leave, by stage. */
  readonly regionsAt: (number | undefined)[];
  /** By rule of the set. */
  readonly passedCounts: number[];
  readonly failedCounts: number[];
  /** The stage of expansions its age has reached. */
  stage: number;
  /** Until then no search for it can find anything new, unless a ticket comes; Infinity: unless its stage changes. */
  restsUntilMs: number;
  /** Searches in this stage that did not look at everything and found nothing. */
  retries: number;
  /** It has left the pool. */
  isGone: boolean;
}
