import type { GameSessionPlacement, PlayerLatency } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { PlacementRecord, QueueRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { idOf } from '../identifiers.ts';
import type { Input, Operations } from '../operation.ts';
import type { PlacementEngine } from '../placement/placement-engine.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { playersOf, propertiesOf } from '../sessions/session-parameters.ts';

export interface PlacementDeps {
  store: Store;
  placements: Pick<PlacementEngine, 'start' | 'cancel'>;
  limits: Limits;
  now(): number;
}

export function placementOperations({ store, placements, limits, now }: PlacementDeps) {
  async function find(tenantId: string, id: string): Promise<PlacementRecord> {
    const placement = await store.get('placement', tenantId, id);
    if (placement === undefined) throw notFound(`there is no placement "${id}"`);
    return placement;
  }

  async function describe(placement: PlacementRecord): Promise<GameSessionPlacement> {
    const { tenantId, gameSessionArn, endedMs } = placement;
    const session =
      gameSessionArn === undefined ? undefined : await store.getGameSession(tenantId, gameSessionArn);
    return {
      PlacementId: placement.id,
      GameSessionQueueName: placement.queueName,
      Status: placement.status,
      GameProperties: placement.gameProperties,
      MaximumPlayerSessionCount: placement.maximumPlayerSessionCount,
      GameSessionName: placement.gameSessionName,
      GameSessionId: gameSessionArn,
      GameSessionArn: gameSessionArn,
      GameSessionRegion: session?.location,
      PlayerLatencies: placement.latencies,
      StartTime: new Date(placement.createdMs),
      EndTime: endedMs === undefined ? undefined : new Date(endedMs),
      IpAddress: session?.ipAddress,
      DnsName: session?.dnsName,
      Port: session?.port,
      PlacedPlayerSessions: placement.placedPlayers,
      GameSessionData: placement.gameSessionData,
      MatchmakerData: placement.matchmakerData,
      PriorityConfigurationOverride: placement.priorityOverride,
    };
  }

  return {
    StartGameSessionPlacement: async (input, { tenantId }) => {
      const name = idOf(input.GameSessionQueueName);
      const queue = await store.get('queue', tenantId, name);
      if (queue === undefined) throw notFound(`there is no queue "${name}"`);
      const placement = placementRecord(input, queue, now());
      requireLatencies(placement.latencies, limits.latenciesPerPlacement);
      requireOverrideFits(placement, queue);
      await placements.start(queue, placement);
      return { GameSessionPlacement: await describe(placement) };
    },

    DescribeGameSessionPlacement: async ({ PlacementId }, { tenantId }) => ({
      GameSessionPlacement: await describe(await find(tenantId, PlacementId)),
    }),

    StopGameSessionPlacement: async ({ PlacementId }, { tenantId }) => {
      const placement = await find(tenantId, PlacementId);
      const cancelled = await placements.cancel(placement);
      if (cancelled !== undefined) return { GameSessionPlacement: await describe(cancelled) };
      const { status } = await find(tenantId, PlacementId);
      throw invalidRequest(
        `placement "${PlacementId}" is ${status}; only one that is PENDING can be stopped`,
      );
    },
  } satisfies Operations;
}

/** @throws {ServiceError} InvalidRequestException */
function placementRecord(
  input: Input<'StartGameSessionPlacement'>,
  queue: QueueRecord,
  nowMs: number,
): PlacementRecord {
  const maximumPlayerSessionCount = playersOf(input.MaximumPlayerSessionCount);
  const desiredPlayers = input.DesiredPlayerSessions ?? [];
  if (desiredPlayers.length > maximumPlayerSessionCount) {
    throw invalidRequest(
      `DesiredPlayerSessions has ${desiredPlayers.length} players; MaximumPlayerSessionCount is ${maximumPlayerSessionCount}`,
    );
  }
  if (desiredPlayers.some(({ PlayerId }) => PlayerId === undefined)) {
    throw invalidRequest('each of DesiredPlayerSessions needs a PlayerId');
  }
  return {
    tenantId: queue.tenantId,
    id: input.PlacementId,
    createdMs: nowMs,
    queueName: queue.id,
    status: 'PENDING',
    deadlineMs: nowMs + queue.timeoutSeconds * 1_000,
    maximumPlayerSessionCount,
    gameSessionName: input.GameSessionName,
    gameProperties: propertiesOf(input.GameProperties),
    gameSessionData: input.GameSessionData,
    latencies: input.PlayerLatencies ?? [],
    desiredPlayers,
    priorityOverride: input.PriorityConfigurationOverride,
    placedPlayers: [],
  };
}

function requireLatencies(latencies: readonly PlayerLatency[], most: number): void {
  if (latencies.length > most) {
    throw invalidRequest(`PlayerLatencies has ${latencies.length} latencies; ${most} are the most`);
  }
  for (const { PlayerId, RegionIdentifier, LatencyInMilliseconds: ms = Number.NaN } of latencies) {
    if (PlayerId === undefined || RegionIdentifier === undefined || !(ms >= 0)) {
      throw invalidRequest(
        'each of PlayerLatencies needs a PlayerId, a RegionIdentifier and LatencyInMilliseconds of 0 or more',
      );
    }
  }
}

function requireOverrideFits(
  { priorityOverride, latencies }: PlacementRecord,
  { priority }: QueueRecord,
): void {
  if (priorityOverride === undefined) return;
  if (latencies.length > 0) {
    throw invalidRequest('give either PlayerLatencies or PriorityConfigurationOverride');
  }
  if (priority?.PriorityOrder?.[0] !== 'LOCATION') {
    throw invalidRequest(
      "PriorityConfigurationOverride is for queues whose PriorityOrder has LOCATION first, which this one's has not",
    );
  }
}
