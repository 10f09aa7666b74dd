import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { Arns } from '../identifiers.ts';
import { type ServiceEvent, serviceEvent } from '../service-event.ts';
import type { EventTicket, MatchmakingHappening, RuleEvaluationMetrics } from './matchmaking-listener.ts';

export interface EventPlayer {
  playerId: string;
  playerSessionId?: string;
  team?: string;
  /** Absent before the player has answered. */
  accepted?: boolean;
}

/** The `detail` of a "GameLift Matchmaking Event". Which members there are beside the first few depends on its type. */
export interface MatchmakingEventDetail {
  type: MatchmakingHappening['type'];
  /** `startTime` is ISO 8601. */
  tickets: { ticketId: string; startTime: string; players: EventPlayer[] }[];
  gameSessionInfo: {
    gameSessionArn?: string;
    ipAddress?: string;
    dnsName?: string;
    /** A number here, and a string in events of placements. */
    port?: number;
    players: EventPlayer[];
  };
  customEventData?: string;
  matchId?: string;
  /** In seconds, in spite of its name. */
  estimatedWaitMillis?: number | 'NOT_AVAILABLE';
  acceptanceRequired?: boolean;
  /** In seconds. */
  acceptanceTimeout?: number;
  acceptance?: 'Accepted' | 'Rejected' | 'TimedOut';
  reason?: string;
  message?: string;
  ruleEvaluationMetrics?: RuleEvaluationMetrics[];
}

export type MatchmakingEvent = ServiceEvent<MatchmakingEventDetail>;

export interface MatchmakingEventSource {
  arns: Arns;
  configuration: MatchmakingConfigurationRecord;
  /** A UUID of the event's own. */
  id: string;
  /** When it happened. */
  atMs: number;
}

/** The event that tells of a happening, as the service writes it: member for member, and in its order. */
export function matchmakingEvent(
  happening: MatchmakingHappening,
  { arns, configuration, id, atMs }: MatchmakingEventSource,
): MatchmakingEvent {
  const head = {
    id,
    type: 'GameLift Matchmaking Event',
    time: new Date(atMs).toISOString(),
    resourceArn: arns.named('matchmakingconfiguration', configuration.id),
  };
  return serviceEvent(arns.place, head, detailOf(happening, configuration.customEventData));
}

function detailOf(
  happening: MatchmakingHappening,
  customEventData: string | undefined,
): MatchmakingEventDetail {
  const tickets = happening.tickets.map(ticket => ({
    ticketId: ticket.ticketId,
    startTime: new Date(ticket.startTimeMs).toISOString(),
    players: eventPlayers(ticket),
  }));
  const gameSessionInfo = { players: happening.tickets.flatMap(eventPlayers) };
  const custom = customEventData === undefined ? {} : { customEventData };
  switch (happening.type) {
    case 'MatchmakingSearching': {
      const { type, estimatedWaitSeconds } = happening;
      const estimatedWaitMillis =
        estimatedWaitSeconds === undefined ? 'NOT_AVAILABLE' : Math.round(estimatedWaitSeconds);
      return { tickets, estimatedWaitMillis, ...custom, type, gameSessionInfo };
    }
    case 'PotentialMatchCreated': {
      const { type, matchId, acceptanceRequired, acceptanceTimeoutSeconds, ruleEvaluationMetrics } =
        happening;
      const hasTimeout = acceptanceRequired && acceptanceTimeoutSeconds !== undefined;
      const timeout = hasTimeout ? { acceptanceTimeout: acceptanceTimeoutSeconds } : {};
      return {
        ...{ tickets, ...timeout, ruleEvaluationMetrics: ruleEvaluationMetrics.map(metricsOf) },
        ...{ acceptanceRequired, ...custom, type, gameSessionInfo, matchId },
      };
    }
    case 'AcceptMatch':
      return { tickets, ...custom, type: happening.type, gameSessionInfo, matchId: happening.matchId };
    case 'AcceptMatchCompleted': {
      const { type, acceptance, matchId } = happening;
      return { tickets, acceptance, ...custom, type, gameSessionInfo, matchId };
    }
    case 'MatchmakingSucceeded': {
      const { type, matchId, gameSession } = happening;
      return {
        ...{ tickets, ...custom, type },
        gameSessionInfo: { ...(gameSession && connectionOf(gameSession)), ...gameSessionInfo },
        matchId,
      };
    }
    case 'MatchmakingTimedOut':
    case 'MatchmakingCancelled': {
      const { type, reason, message } = happening;
      const ruleEvaluationMetrics = happening.ruleEvaluationMetrics.map(metricsOf);
      return { reason, tickets, ruleEvaluationMetrics, ...custom, type, message, gameSessionInfo };
    }
    case 'MatchmakingFailed': {
      const { type, reason, message, matchId } = happening;
      return { tickets, ...custom, type, reason, message, gameSessionInfo, matchId };
    }
  }
}

function eventPlayers({ players }: EventTicket): EventPlayer[] {
  return players.map(({ playerId, playerSessionId, team, accepted }) => ({
    playerId,
    ...(playerSessionId === undefined ? {} : { playerSessionId }),
    ...(team === undefined ? {} : { team }),
    ...(accepted === undefined ? {} : { accepted }),
  }));
}

/** These members alone, in this order. */
function connectionOf({
  gameSessionArn,
  ipAddress,
  dnsName,
  port,
}: NonNullable<Extract<MatchmakingHappening, { type: 'MatchmakingSucceeded' }>['gameSession']>) {
  return { gameSessionArn, ipAddress, dnsName, port };
}

function metricsOf({ ruleName, passedCount, failedCount }: RuleEvaluationMetrics): RuleEvaluationMetrics {
  return { ruleName, passedCount, failedCount };
}
