import { setImmediate as otherWork } from 'node:timers/promises';
import type { Limits } from '../../../limits/limits.ts';
import type { CountedGameSession, PlacementRecord, QueueRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { CapacityControl } from '../capacity-control.ts';
import type { BegunGameSession, GameSessionEngine } from '../game-session-engine.ts';
import { idOf, newId } from '../identifiers.ts';
import { invalidRequest, ServiceError } from '../service-error.ts';
import { type PlacementEnd, type PlacementListener, placementEvent } from './placement-events.ts';
import { orderPlaces, type Place } from './places.ts';
import { placeKey, placesOf } from './queue-places.ts';
import { type Waiting, type WaitingLine, WaitingLines } from './waiting-lines.ts';

/** Placements that are looked at before other work has its turn. */
const PLACEMENTS_AT_ONCE = 100;

export interface PlacementEngineDeps {
  store: Store;
  sessions: GameSessionEngine;
  control: Pick<CapacityControl, 'demand'>;
  listener: PlacementListener;
  limits: Limits;
  now(): number;
  /** Told of what goes wrong where nobody waits. */
  onError(error: unknown): void;
}

/**
 * Places game sessions for those who wait in queues. Each queue's placements are tried in the order in which they
 * came, when one comes, when `wake` says that something may have become free, and every `placementIntervalMs`; one that
 * finds no place does not hold up those behind it. A placement that a restart interrupted is taken up again by `resume`.
 */
export class PlacementEngine {
  readonly #deps: PlacementEngineDeps;
  readonly #lines = new WaitingLines();
  #round: Promise<void> | undefined;
  #isRoundWanted = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(deps: PlacementEngineDeps) {
    this.#deps = deps;
  }

  /** Takes up what waited when the service was ended, and begins to look at what waits regularly. */
  async resume(): Promise<void> {
    const { store, limits } = this.#deps;
    for (const placement of await store.listAll('placement')) {
      if (placement.status !== 'PENDING') continue;
      const { tenantId, queueName: id } = placement;
      const queue = await store.get('queue', tenantId, id);
      this.#lines.add(queue ?? { ...NO_QUEUE, tenantId, id }, placement);
    }
    this.#timer = setInterval(() => this.wake(), limits.placementIntervalMs).unref();
    this.wake();
  }

  /** Stops placing. What still waits goes on waiting, until `resume` of another engine. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  /** @throws {ServiceError} InvalidRequestException for an id that was used before, LimitExceededException */
  async start(queue: QueueRecord, placement: PlacementRecord): Promise<void> {
    const { store, limits } = this.#deps;
    const waiting = this.#lines.get(queue.tenantId, queue.id)?.byId.size ?? 0;
    if (waiting >= limits.pendingPlacementsPerQueue) {
      throw new ServiceError(
        'LimitExceededException',
        `${waiting} placements wait in queue "${queue.id}" already; try again later`,
      );
    }
    if (!(await store.insert('placement', placement))) {
      throw invalidRequest(`PlacementId "${placement.id}" was used before; each placement needs a new one`);
    }
    this.#lines.add(queue, placement);
    this.#deps.listener.placementStarted?.(queue);
    this.wake();
  }

  /** @returns the cancelled placement; undefined when it does not wait */
  async cancel({ tenantId, queueName, id }: PlacementRecord): Promise<PlacementRecord | undefined> {
    const waiting = this.#lines.get(tenantId, queueName)?.byId.get(id);
    return waiting && this.#end(waiting, 'CANCELLED');
  }

  /** Fails what waits in a queue that is no more. */
  async queueDeleted(queue: QueueRecord): Promise<void> {
    const line = this.#lines.get(queue.tenantId, queue.id);
    for (const waiting of [...(line?.byId.values() ?? [])]) await this.#end(waiting, 'FAILED');
  }

  /** The queues in which placements wait, and how many. */
  depths(): { tenantId: string; id: string; depth: number }[] {
    return this.#lines.all().map(({ queue: { tenantId, id }, byId }) => ({ tenantId, id, depth: byId.size }));
  }

  /** How many wait in queues whose first destination is this fleet, and how long the first of them has. */
  demandOn(fleetId: string): { depth: number; waitMs: number } {
    const nowMs = this.#deps.now();
    const lines = this.#lines.all().filter(({ queue }) => {
      const first = queue.destinations[0]?.DestinationArn;
      return first !== undefined && idOf(first) === fleetId;
    });
    const placements = lines.flatMap(line => [...line.byId.values()].map(waiting => waiting.placement));
    const firstMs = placements.reduce((first, { createdMs }) => Math.min(first, createdMs), nowMs);
    return { depth: placements.length, waitMs: nowMs - firstMs };
  }

  /**
   * Tries all that waits, because something may have become free.
   * @returns resolves when all has been tried once more
   */
  wake(): Promise<void> {
    this.#isRoundWanted = true;
    this.#round ??= this.#rounds();
    return this.#round;
  }

  async #rounds(): Promise<void> {
    // So that it cannot be over before it is written down that it is under way
    await Promise.resolve();
    while (this.#isRoundWanted && !this.#isClosed) {
      this.#isRoundWanted = false;
      for (const line of this.#lines.all()) {
        await this.#serve(line).catch(error => this.#deps.onError(error));
      }
    }
    this.#round = undefined;
  }

  async #serve(line: WaitingLine): Promise<void> {
    const { store, now } = this.#deps;
    const queue = await store.get('queue', line.queue.tenantId, line.queue.id);
    if (queue === undefined) return this.queueDeleted(line.queue);
    line.queue = queue;
    const places = new Set(await placesOf(store, queue));
    let looked = 0;
    for (const waiting of [...line.byId.values()]) {
      if (this.#isClosed) return;
      if (waiting.isEnded) continue;
      if (now() >= waiting.placement.deadlineMs) await this.#end(waiting, 'TIMED_OUT');
      else if (places.size > 0 && waiting.gameSessionId === undefined) await this.#place(waiting, places);
      looked += 1;
      if (looked % PLACEMENTS_AT_ONCE === 0) await otherWork();
    }
  }

  /** @param places those that are not known to be full; what turns out to be is taken out */
  async #place(waiting: Waiting, places: Set<Place>): Promise<void> {
    const { placement, line, failedPlaces, pass } = waiting;
    const untried = [...places].filter(place => !failedPlaces.has(placeKey(place)));
    const elapsedMs = this.#deps.now() - placement.createdMs;
    for (const place of orderPlaces(untried, line.queue, placement, { elapsedMs, pass })) {
      const begun = await this.#begin(waiting, place);
      if (begun !== undefined) {
        waiting.gameSessionId = begun.session.gameSessionId;
        if (waiting.isEnded) await this.#abandon(waiting);
        else this.#follow(waiting, begun, place).catch(error => this.#deps.onError(error));
        return;
      }
      if (waiting.isEnded) return;
      places.delete(place);
    }
    // A pass is over. The next one comes with the next round, which is the pause that a failing script is given.
    waiting.pass = 'later';
    failedPlaces.clear();
  }

  /** @returns undefined when there is no game session to be had there now */
  async #begin(waiting: Waiting, { fleetId, location }: Place): Promise<BegunGameSession | undefined> {
    const { store, sessions, control } = this.#deps;
    const { placement } = waiting;
    try {
      const read = await store.get('fleet', placement.tenantId, fleetId);
      if (read === undefined) return undefined;
      const request = {
        fleet: await control.demand(read, location),
        location,
        maximumPlayerSessionCount: placement.maximumPlayerSessionCount,
        name: placement.gameSessionName,
        gameProperties: placement.gameProperties,
        gameSessionData: placement.gameSessionData,
        matchmakerData: placement.matchmakerData,
      };
      const begun = await sessions.begin({ ...request, idString: placement.id }).catch(unlessIdIsTaken);
      // Its id belongs to the one that was begun here before, if that failed or was interrupted
      return begun?.session.status === 'ACTIVATING' ? begun : await sessions.begin(request);
    } catch (error) {
      if (error instanceof ServiceError && NOT_NOW.has(error.type)) return undefined;
      this.#deps.onError(error);
      await this.#fail(waiting);
      return undefined;
    }
  }

  /** Sees a game session that was begun to its players, or its placement back into the line. */
  async #follow(waiting: Waiting, { activated }: BegunGameSession, place: Place): Promise<void> {
    const session = await activated.catch(() => undefined);
    if (this.#isClosed || waiting.isEnded) return;
    const placedPlayers = session && (await this.#reserve(waiting.placement, session));
    if (this.#isClosed || waiting.isEnded) return;
    if (session !== undefined && placedPlayers !== undefined) {
      await this.#end(waiting, 'FULFILLED', { session, placedPlayers });
      return;
    }
    await this.#abandon(waiting);
    waiting.failedPlaces.add(placeKey(place));
    await this.#fail(waiting);
    this.wake();
  }

  /** @returns undefined when the game session cannot take them any more */
  async #reserve(
    { tenantId, desiredPlayers }: PlacementRecord,
    { gameSessionId }: CountedGameSession,
  ): Promise<PlacementRecord['placedPlayers'] | undefined> {
    if (desiredPlayers.length === 0) return [];
    const { store, limits, now } = this.#deps;
    const nowMs = now();
    const players = desiredPlayers.map(({ PlayerId = '', PlayerData }) => ({
      playerSessionId: newId('psess'),
      playerId: PlayerId,
      ...(PlayerData === undefined ? {} : { playerData: PlayerData }),
    }));
    const times = { nowMs, expiresMs: nowMs + limits.reservationMs };
    const claim = await store.claimPlayerSessions(tenantId, gameSessionId, players, times);
    if (claim.outcome !== 'reserved') return undefined;
    return claim.players.map(one => ({ PlayerId: one.playerId, PlayerSessionId: one.playerSessionId }));
  }

  /** Another game session for it came to nothing. */
  async #fail(waiting: Waiting): Promise<void> {
    waiting.gameSessionId = undefined;
    waiting.failures += 1;
    if (waiting.failures >= this.#deps.limits.placementTries) await this.#end(waiting, 'FAILED');
  }

  /** Ends the game session of a placement that is over, or that cannot use it. */
  async #abandon({ placement, gameSessionId }: Waiting): Promise<void> {
    if (gameSessionId === undefined) return;
    try {
      await this.#deps.sessions.terminate(placement.tenantId, gameSessionId, 'FORCE_TERMINATE');
    } catch (error) {
      // It may have ended by itself
      if (!(error instanceof ServiceError)) throw error;
    }
  }

  /**
   * Ends a placement, once: whoever comes second finds it ended.
   * @returns undefined for one that has ended before
   */
  async #end(
    waiting: Waiting,
    status: PlacementEnd,
    placed?: { session: CountedGameSession; placedPlayers: PlacementRecord['placedPlayers'] },
  ): Promise<PlacementRecord | undefined> {
    if (waiting.isEnded) return undefined;
    waiting.isEnded = true;
    const { store, listener, now } = this.#deps;
    const { tenantId, id } = waiting.placement;
    const end = {
      status,
      endedMs: now(),
      ...(placed && { gameSessionArn: placed.session.gameSessionId, placedPlayers: placed.placedPlayers }),
    };
    try {
      await store.update('placement', tenantId, id, placement => ({ ...placement, ...end }));
    } catch (error) {
      waiting.isEnded = false;
      throw error;
    }
    this.#lines.remove(waiting);
    const ended = { ...waiting.placement, ...end };
    listener.placementEnded(waiting.line.queue, placementEvent(waiting.line.queue, ended, placed?.session));
    if (placed === undefined) await this.#abandon(waiting);
    return ended;
  }
}

/** What a place answers that can have no game session now, and may later. */
const NOT_NOW: ReadonlySet<string> = new Set([
  'FleetCapacityExceededException',
  'InvalidFleetStatusException',
]);

/** Stands for a queue that was deleted while its placements waited; the next round fails them. */
const NO_QUEUE = { createdMs: 0, timeoutSeconds: 0, latencyPolicies: [], destinations: [] };

function unlessIdIsTaken(error: unknown): undefined {
  if (error instanceof ServiceError && error.type === 'IdempotentParameterMismatchException')
    return undefined;
  throw error;
}
