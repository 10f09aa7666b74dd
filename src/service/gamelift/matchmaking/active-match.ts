import type { Player } from '@aws-sdk/client-gamelift';
import type { MatchedTeam, RuleMetrics } from '../../../matchmaking/match.ts';
import type { MatchmakingConfigurationRecord, MatchmakingTicketRecord } from '../../../store/records.ts';
import type { EventTicket, RuleEvaluationMetrics } from './matchmaking-listener.ts';

/** A ticket that has not ended. */
export interface ActiveTicket {
  /** As it is now; replaced when it changes, by the `TicketBook` alone. */
  record: MatchmakingTicketRecord;
  /** Resolves when the store has all of it. */
  written: Promise<void>;
}

/** Tickets that were matched, until they have their game session or wait again. */
export interface ActiveMatch {
  readonly id: string;
  /** As it was when the match was made. */
  readonly configuration: MatchmakingConfigurationRecord;
  /** All of them, the backfill ticket too. */
  readonly tickets: readonly ActiveTicket[];
  readonly teams: readonly MatchedTeam[];
  readonly backfill?: ActiveTicket | undefined;
  readonly ruleMetrics: readonly RuleMetrics[];
}

/** Those that are not there already. */
export function newcomersOf({ tickets, backfill }: ActiveMatch): ActiveTicket[] {
  return tickets.filter(ticket => ticket !== backfill);
}

export function ticketKey({ tenantId, id }: Pick<MatchmakingTicketRecord, 'tenantId' | 'id'>): string {
  return `${id} ${tenantId}`;
}

/** The players of a ticket with the teams they have in a match. */
export function withTeams(players: readonly Player[], teams: readonly MatchedTeam[]): Player[] {
  const teamOf = new Map(teams.flatMap(team => team.players.map(({ playerId }) => [playerId, team.name])));
  return players.map(player => ({ ...player, Team: teamOf.get(player.PlayerId ?? '') ?? player.Team }));
}

export function withoutTeams(players: readonly Player[]): Player[] {
  return players.map(({ Team: _team, ...player }) => player);
}

/** What events say of a player besides the id and the team. */
export type PlayerDetail = Pick<EventTicket['players'][number], 'accepted' | 'playerSessionId'>;

export function eventTicket(
  { id, createdMs, players }: MatchmakingTicketRecord,
  detailOf: (playerId: string) => PlayerDetail = () => ({}),
): EventTicket {
  return {
    ticketId: id,
    startTimeMs: createdMs,
    players: players.map(({ PlayerId: playerId = '', Team: team }) => ({
      playerId,
      ...(team !== undefined && { team }),
      ...detailOf(playerId),
    })),
  };
}

export function eventMetrics(metrics: readonly RuleMetrics[]): RuleEvaluationMetrics[] {
  return metrics.map(one => ({ ...one }));
}

/** Whether a match may still be found for it, or accepted: it can be taken back, and its time can run out. */
export function isOpen({ record: { status } }: ActiveTicket): boolean {
  return status === 'QUEUED' || status === 'SEARCHING' || status === 'REQUIRES_ACCEPTANCE';
}
