import type { CountedGameSession, PlacementRecord, QueueRecord } from '../../../store/records.ts';

const EVENT_TYPES = {
  FULFILLED: 'PlacementFulfilled',
  CANCELLED: 'PlacementCancelled',
  TIMED_OUT: 'PlacementTimedOut',
  FAILED: 'PlacementFailed',
} as const;

/** How a placement ends. */
export type PlacementEnd = keyof typeof EVENT_TYPES;

/** The `detail` of a "GameLift Queue Placement Event". Times are ISO 8601. */
export interface PlacementEventDetail {
  type: (typeof EVENT_TYPES)[PlacementEnd];
  placementId: string;
  startTime: string;
  endTime: string;
  customEventData?: string;
  // Of PlacementFulfilled alone
  port?: string;
  gameSessionArn?: string;
  ipAddress?: string;
  dnsName?: string;
  gameSessionRegion?: string;
  placedPlayerSessions?: { playerId: string; playerSessionId: string }[];
}

/** Who is told of placements that have ended. Must not throw. */
export interface PlacementListener {
  /** It waits now. */
  placementStarted?(queue: QueueRecord): void;
  /** @param queue as it was known last; it may have been deleted */
  placementEnded(queue: QueueRecord, detail: PlacementEventDetail): void;
}

/** Its members are in the service's order. @param session the one it got */
export function placementEvent(
  queue: QueueRecord,
  placement: PlacementRecord & { status: PlacementEnd; endedMs: number },
  session?: CountedGameSession,
): PlacementEventDetail {
  const head = { type: EVENT_TYPES[placement.status], placementId: placement.id };
  const times = {
    startTime: new Date(placement.createdMs).toISOString(),
    endTime: new Date(placement.endedMs).toISOString(),
  };
  const custom = queue.customEventData === undefined ? {} : { customEventData: queue.customEventData };
  if (session === undefined) return { ...head, ...times, ...custom };
  return {
    ...head,
    port: String(session.port),
    gameSessionArn: session.gameSessionId,
    ipAddress: session.ipAddress,
    dnsName: session.dnsName,
    ...times,
    gameSessionRegion: session.location,
    placedPlayerSessions: placement.placedPlayers.map(({ PlayerId = '', PlayerSessionId = '' }) => ({
      playerId: PlayerId,
      playerSessionId: PlayerSessionId,
    })),
    ...custom,
  };
}
