import type { PlayerLatency } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import { writeMatchmakerData } from '../../../matchmaking/matchmaker-data.ts';
import type { RuleSet } from '../../../matchmaking/rule-set/rule-set.ts';
import type { PlacementRecord, QueueRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf } from '../identifiers.ts';
import { notFound, ServiceError } from '../service-error.ts';
import type { ActiveMatch } from './active-match.ts';

const MAX_PLAYERS = 200;

export interface MatchPlacementDeps {
  store: Store;
  arns: Arns;
  placements: { start(queue: QueueRecord, placement: PlacementRecord): Promise<void> };
  limits: Limits;
  now(): number;
}

/** Has a game session started for a match, by the configuration's queue. Its placement has the match's id. */
export class MatchPlacement {
  readonly #deps: MatchPlacementDeps;

  constructor(deps: MatchPlacementDeps) {
    this.#deps = deps;
  }

  /** @throws {ServiceError} NotFoundException without a queue, LimitExceededException */
  async start(match: ActiveMatch, ruleSet: RuleSet, autoBackfillTicketId: string | null): Promise<void> {
    const { placements, now } = this.#deps;
    const queue = await this.#queueOf(match);
    const nowMs = now();
    const { configuration, teams } = match;
    const players = match.tickets.flatMap(({ record }) => record.players);
    const room = ruleSet.teams.reduce((sum, { maxPlayers }) => sum + maxPlayers, 0);
    const matchmakerData = writeMatchmakerData({
      matchId: match.id,
      matchmakingConfigurationArn: this.#deps.arns.named('matchmakingconfiguration', configuration.id),
      teams,
      autoBackfillMode: configuration.backfillMode ?? null,
      autoBackfillTicketId,
    });
    this.#requireFits(matchmakerData);
    await placements.start(queue, {
      tenantId: configuration.tenantId,
      id: match.id,
      createdMs: nowMs,
      queueName: queue.id,
      status: 'PENDING',
      deadlineMs: nowMs + queue.timeoutSeconds * 1_000,
      // Expansions may have made the match larger than its teams are at first
      maximumPlayerSessionCount: Math.min(
        Math.max(room, players.length + configuration.additionalPlayerCount),
        MAX_PLAYERS,
      ),
      gameProperties: configuration.gameProperties,
      gameSessionData: configuration.gameSessionData,
      matchmakerData,
      latencies: players.flatMap(latenciesOf),
      desiredPlayers: players.map(({ PlayerId }) => ({ PlayerId })),
      placedPlayers: [],
    });
  }

  /** The first of the configuration's queues that is still there. */
  async #queueOf({ configuration: { tenantId, queueArns, id } }: ActiveMatch): Promise<QueueRecord> {
    for (const arn of queueArns) {
      const queue = await this.#deps.store.get('queue', tenantId, idOf(arn));
      if (queue !== undefined) return queue;
    }
    throw notFound(`no queue of matchmaking configuration "${id}" is there any more`);
  }

  #requireFits(matchmakerData: string): void {
    const { matchmakerDataCharacters: most } = this.#deps.limits;
    if (matchmakerData.length <= most) return;
    throw new ServiceError(
      'LimitExceededException',
      `the matchmaker data has ${matchmakerData.length} characters; ${most} are the most`,
    );
  }
}

function latenciesOf({
  PlayerId,
  LatencyInMs = {},
}: {
  PlayerId?: string | undefined;
  LatencyInMs?: Record<string, number> | undefined;
}): PlayerLatency[] {
  return Object.entries(LatencyInMs).map(([RegionIdentifier, LatencyInMilliseconds]) => ({
    PlayerId,
    RegionIdentifier,
    LatencyInMilliseconds,
  }));
}
