import type { GameSession, PlayerSession } from '@aws-sdk/client-gamelift';
import type { CountedGameSession, PlayerSessionRecord } from '../../../store/records.ts';
import type { Arns } from '../identifiers.ts';

/** A game session as the API shows it. */
export function gameSessionView(arns: Arns, session: CountedGameSession): GameSession {
  return {
    GameSessionId: session.gameSessionId,
    Name: session.name,
    FleetId: session.fleetId,
    FleetArn: arns.of('fleet', session.fleetId),
    CreationTime: new Date(session.createdMs),
    TerminationTime: session.terminatedMs === undefined ? undefined : new Date(session.terminatedMs),
    CurrentPlayerSessionCount: session.currentPlayerSessionCount,
    MaximumPlayerSessionCount: session.maximumPlayerSessionCount,
    Status: session.status,
    StatusReason: session.statusReason,
    GameProperties: session.gameProperties,
    IpAddress: session.ipAddress,
    DnsName: session.dnsName,
    Port: session.port,
    PlayerSessionCreationPolicy: session.creationPolicy,
    CreatorId: session.creatorId,
    GameSessionData: session.gameSessionData,
    MatchmakerData: session.matchmakerData,
    Location: session.location,
  };
}

/** A player session as the API shows it, with where its player connects. */
export function playerSessionView(
  arns: Arns,
  player: PlayerSessionRecord,
  { ipAddress, dnsName, port }: Pick<CountedGameSession, 'ipAddress' | 'dnsName' | 'port'>,
): PlayerSession {
  return {
    PlayerSessionId: player.playerSessionId,
    PlayerId: player.playerId,
    GameSessionId: player.gameSessionId,
    FleetId: player.fleetId,
    FleetArn: arns.of('fleet', player.fleetId),
    CreationTime: new Date(player.createdMs),
    TerminationTime: player.terminatedMs === undefined ? undefined : new Date(player.terminatedMs),
    Status: player.status,
    IpAddress: ipAddress,
    DnsName: dnsName,
    Port: port,
    PlayerData: player.playerData,
  };
}
