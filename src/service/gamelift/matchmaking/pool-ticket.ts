import type { Player } from '@aws-sdk/client-gamelift';
import { type PreparedPlayers, preparePlayers } from '../../../matchmaking/prepare-players.ts';
import type { RuleSet } from '../../../matchmaking/rule-set/rule-set.ts';
import type { AttributeValue, MatchPlayer, MatchTicket } from '../../../matchmaking/ticket.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';

/** What a rule set makes of a ticket's players, or why it takes them not. */
export function preparedPlayers(
  ruleSet: RuleSet,
  { players, backfill }: Pick<MatchmakingTicketRecord, 'players' | 'backfill'>,
): PreparedPlayers {
  return preparePlayers(ruleSet, players.map(matchPlayer), backfill === undefined ? 'new' : 'backfill');
}

/** A ticket as matches are looked for with it. */
export function poolTicket(
  { id, createdMs, backfill }: MatchmakingTicketRecord,
  players: readonly MatchPlayer[],
): MatchTicket {
  return {
    ticketId: id,
    players,
    enteredAtMs: createdMs,
    ...(backfill !== undefined && {
      backfill: {
        ...(backfill.gameSessionArn !== undefined && { gameSessionArn: backfill.gameSessionArn }),
        ...(backfill.region !== undefined && { region: backfill.region }),
      },
    }),
  };
}

function matchPlayer({ PlayerId = '', PlayerAttributes, LatencyInMs, Team }: Player): MatchPlayer {
  return {
    playerId: PlayerId,
    attributes: (PlayerAttributes ?? {}) as Record<string, AttributeValue>,
    latencyMs: LatencyInMs ?? {},
    ...(Team !== undefined && { team: Team }),
  };
}
