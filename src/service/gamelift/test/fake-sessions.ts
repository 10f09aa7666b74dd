import type { CountedGameSession, FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { gameSession } from '../../../store/test/records.ts';
import { fleetCapacity } from '../fleet-capacity.ts';
import type {
  BegunGameSession,
  GameSessionEngine,
  GameSessionRequest,
  MatchmakerUpdate,
} from '../game-session-engine.ts';
import { type Arns, newId } from '../identifiers.ts';
import { notFound, ServiceError } from '../service-error.ts';
import { withMatchmakerData } from '../sessions/matchmaker-update.ts';

interface FakeSession {
  request: GameSessionRequest;
  gameSessionId: string;
  activated: PromiseWithResolvers<CountedGameSession>;
}

/** Game sessions that exist in the store alone; a test says what becomes of them. */
export class FakeSessions implements GameSessionEngine {
  /** What becomes of sessions that are begun from now on. */
  onBegin: 'activate' | 'fail' | 'hold' = 'activate';
  readonly begun: FakeSession[] = [];
  readonly terminated: string[] = [];
  /** What scripts would have been told. */
  readonly updated: ({ gameSessionId: string } & MatchmakerUpdate)[] = [];
  /** `<fleet id>` or `<fleet id>/<location>`. */
  readonly endedAll: string[] = [];
  readonly #store: Store;
  readonly #arns: Arns;
  readonly #now: () => number;

  constructor({ store, arns, now }: { store: Store; arns: Arns; now(): number }) {
    this.#store = store;
    this.#arns = arns;
    this.#now = now;
  }

  async begin(request: GameSessionRequest): Promise<BegunGameSession> {
    const { fleet, location, idString = newId('gsess') } = request;
    const gameSessionId = this.#arns.gameSession(fleet.id, location, idString);
    const record = gameSession(gameSessionId, {
      tenantId: fleet.tenantId,
      fleetId: fleet.id,
      location,
      status: 'ACTIVATING',
      maximumPlayerSessionCount: request.maximumPlayerSessionCount,
      protectionPolicy: fleet.protectionPolicy,
      matchmakerData: request.matchmakerData,
    });
    const claim = await this.#store.claimGameSession(record, fleetCapacity(fleet, location));
    const activated = Promise.withResolvers<CountedGameSession>();
    activated.promise.catch(() => {});
    if (claim.outcome === 'exists') {
      activated.reject(new ServiceError('InvalidGameSessionStatusException', 'ended before'));
      return { session: claim.session, activated: activated.promise };
    }
    if (claim.outcome !== 'created') {
      throw new ServiceError('FleetCapacityExceededException', `no room in ${fleet.id}`);
    }
    const begun = { request, gameSessionId, activated };
    this.begun.push(begun);
    if (this.onBegin === 'activate') await this.activate(begun);
    if (this.onBegin === 'fail') await this.fail(begun);
    return { session: claim.session, activated: activated.promise };
  }

  async activate({ request, gameSessionId, activated }: FakeSession): Promise<void> {
    const { tenantId } = request.fleet;
    const active = await this.#store.updateGameSession(tenantId, gameSessionId, one => ({
      ...one,
      status: 'ACTIVE',
    }));
    activated.resolve(active!);
  }

  async fail({ request, gameSessionId, activated }: FakeSession): Promise<void> {
    await this.#end(request.fleet.tenantId, gameSessionId);
    activated.reject(new ServiceError('InvalidGameSessionStatusException', 'ended before it was ACTIVE'));
  }

  async terminate(tenantId: string, gameSessionId: string): Promise<CountedGameSession> {
    this.terminated.push(gameSessionId);
    return this.#end(tenantId, gameSessionId);
  }

  async updateMatchmakerData(
    tenantId: string,
    gameSessionId: string,
    update: MatchmakerUpdate,
  ): Promise<CountedGameSession> {
    const changed = await this.#store.updateGameSession(tenantId, gameSessionId, session =>
      withMatchmakerData(session, update.matchmakerData),
    );
    if (changed === undefined) throw notFound(`Game session ${gameSessionId} was not found.`);
    this.updated.push({ gameSessionId, ...update });
    return changed;
  }

  async endAll(fleet: FleetRecord, location?: string): Promise<void> {
    this.endedAll.push(location === undefined ? fleet.id : `${fleet.id}/${location}`);
    const ending = this.begun.filter(
      ({ request }) =>
        request.fleet.id === fleet.id && (location === undefined || request.location === location),
    );
    for (const { gameSessionId } of ending) await this.#end(fleet.tenantId, gameSessionId);
  }

  async #end(tenantId: string, gameSessionId: string): Promise<CountedGameSession> {
    return (await this.#store.endGameSession(tenantId, gameSessionId, { atMs: this.#now() }))!;
  }
}
