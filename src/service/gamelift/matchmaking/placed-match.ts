import type { CountedGameSession, PlacementRecord } from '../../../store/records.ts';
import type { PlacementEventDetail } from '../placement/placement-events.ts';

/** Where a game session is. */
export interface SessionAddress {
  gameSessionArn: string;
  ipAddress: string;
  dnsName: string;
  port: number;
}

/** The game session a match has got. */
export interface PlacedMatch extends SessionAddress {
  /** Of its new players: player session ids by player ids. */
  playerSessions: ReadonlyMap<string, string>;
}

/** What a placement that has ended came to; undefined for one without a game session. */
export function placedMatch(detail: PlacementEventDetail): PlacedMatch | undefined {
  const { gameSessionArn, ipAddress, dnsName, port, placedPlayerSessions = [] } = detail;
  if (gameSessionArn === undefined || ipAddress === undefined || dnsName === undefined) return undefined;
  return {
    ...{ gameSessionArn, ipAddress, dnsName },
    port: Number(port),
    playerSessions: new Map(
      placedPlayerSessions.map(({ playerId, playerSessionId }) => [playerId, playerSessionId]),
    ),
  };
}

/** The same, of one that had ended before. */
export function recordedMatch({ placedPlayers }: PlacementRecord, session: CountedGameSession): PlacedMatch {
  const ids = placedPlayers.map(
    ({ PlayerId = '', PlayerSessionId = '' }) => [PlayerId, PlayerSessionId] as const,
  );
  return { ...sessionAddress(session), playerSessions: new Map(ids) };
}

export function sessionAddress({ gameSessionId, ...session }: CountedGameSession): SessionAddress {
  return addressOf({ gameSessionArn: gameSessionId, ...session });
}

/** Nothing but the address. */
export function addressOf({ gameSessionArn, ipAddress, dnsName, port }: SessionAddress): SessionAddress {
  return { gameSessionArn, ipAddress, dnsName, port };
}
