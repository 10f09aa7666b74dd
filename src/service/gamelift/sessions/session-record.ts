import { createHash } from 'node:crypto';
import type { GameSessionRecord } from '../../../store/records.ts';
import type { GameSessionRequest } from '../game-session-engine.ts';
import { type Arns, newId } from '../identifiers.ts';

/** Where players are told to connect. */
export interface SessionAddress {
  ipAddress: string;
  dnsName: string;
}

export interface SessionRecordContext {
  arns: Arns;
  address: SessionAddress;
  port: number;
  nowMs: number;
}

/** The record of a game session that is to be begun. */
export function sessionRecord(
  request: GameSessionRequest,
  { arns, address, port, nowMs }: SessionRecordContext,
): GameSessionRecord {
  const { fleet, location, idString = newId('gsess'), creatorLimit: _, ...wanted } = request;
  const { name, creatorId, gameSessionData, matchmakerData } = wanted;
  return {
    tenantId: fleet.tenantId,
    gameSessionId: arns.gameSession(fleet.id, location, idString),
    fleetId: fleet.id,
    location,
    createdMs: nowMs,
    status: 'ACTIVATING',
    maximumPlayerSessionCount: wanted.maximumPlayerSessionCount,
    gameProperties: wanted.gameProperties,
    ...(name === undefined ? {} : { name }),
    ...(creatorId === undefined ? {} : { creatorId }),
    ...(gameSessionData === undefined ? {} : { gameSessionData }),
    ...(matchmakerData === undefined ? {} : { matchmakerData }),
    creationPolicy: 'ACCEPT_ALL',
    protectionPolicy: fleet.protectionPolicy,
    ...address,
    port,
    requestHash: createHash('sha256')
      .update(JSON.stringify([fleet.id, location, wanted]))
      .digest('hex'),
  };
}
