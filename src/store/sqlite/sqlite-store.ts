import { setImmediate } from 'node:timers/promises';
import type { GameSessionStatusReason, PlayerSessionStatus } from '@aws-sdk/client-gamelift';
import { PlaypenError } from '../../errors.ts';
import type {
  CountedGameSession,
  FleetEventRecord,
  GameSessionRecord,
  PlayerSessionRecord,
  ResourceKind,
  ResourceKinds,
} from '../records.ts';
import type { SessionFilter, SessionSort } from '../session-filter.ts';
import type {
  Capacity,
  CreatorLimit,
  GameSessionClaim,
  GameSessionCount,
  GameSessionSelector,
  Page,
  PageRequest,
  PlayerClaim,
  Store,
} from '../store.ts';
import { BlobTable } from './blobs.ts';
import { Database } from './database.ts';
import { FleetEventTable } from './fleet-events.ts';
import { GameSessionTable, isOver } from './game-sessions.ts';
import { PlayerSessionTable } from './player-sessions.ts';
import { ResourceTable } from './resources.ts';
import { type Tags, TagTable } from './tags.ts';

/** Rows that are forgotten in one step, so that none takes long. */
const FORGOTTEN_AT_ONCE = 200;

export interface SqliteStoreOptions {
  /** The database's file, made with its folder when it is not there; or `:memory:`. */
  file: string;
}

/**
 * The service's state in one SQLite file that this process owns alone. A killed process loses nothing that was
 * answered. A power failure may cost the last seconds: what the operating system had not written to the disk yet,
 * on Linux up to about half a minute; what is left is whole.
 */
export class SqliteStore implements Store {
  readonly #file: string;
  #opened: { database: Database; tables: Tables } | undefined;

  constructor({ file }: SqliteStoreOptions) {
    this.#file = file;
  }

  async open(): Promise<void> {
    const database = await Database.open(this.#file);
    this.#opened = { database, tables: tablesOf(database) };
  }

  async close(): Promise<void> {
    this.#opened?.database.close();
    this.#opened = undefined;
  }

  insert<K extends ResourceKind>(kind: K, record: ResourceKinds[K]): Promise<boolean> {
    return this.#do(({ resources }) => resources.insert(kind, record));
  }

  get<K extends ResourceKind>(kind: K, tenantId: string, id: string): Promise<ResourceKinds[K] | undefined> {
    return this.#do(({ resources }) => resources.get(kind, tenantId, id));
  }

  list<K extends ResourceKind>(
    kind: K,
    tenantId: string,
    page: PageRequest,
  ): Promise<Page<ResourceKinds[K]>> {
    return this.#do(({ resources }) => resources.list(kind, tenantId, page));
  }

  listAll<K extends ResourceKind>(kind: K): Promise<ResourceKinds[K][]> {
    return this.#do(({ resources }) => resources.listAll(kind));
  }

  update<K extends ResourceKind>(
    kind: K,
    tenantId: string,
    id: string,
    change: (record: ResourceKinds[K]) => ResourceKinds[K],
  ): Promise<ResourceKinds[K] | undefined> {
    return this.#do(({ resources }) => resources.update(kind, tenantId, id, change));
  }

  remove(kind: ResourceKind, tenantId: string, id: string): Promise<boolean> {
    return this.#do(({ resources }) => resources.remove(kind, tenantId, id));
  }

  putBlob(name: string, bytes: Uint8Array): Promise<void> {
    return this.#do(({ blobs }) => blobs.put(name, bytes));
  }

  getBlob(name: string): Promise<Uint8Array | undefined> {
    return this.#do(({ blobs }) => blobs.get(name));
  }

  removeBlobs(prefix: string): Promise<void> {
    return this.#do(({ blobs }) => blobs.removeAll(prefix));
  }

  getTags(tenantId: string, arn: string): Promise<Tags> {
    return this.#do(({ tags }) => tags.get(tenantId, arn));
  }

  updateTags(tenantId: string, arn: string, change: (tags: Readonly<Tags>) => Tags): Promise<void> {
    return this.#do(({ tags }) => tags.update(tenantId, arn, change));
  }

  addFleetEvent(event: FleetEventRecord): Promise<void> {
    return this.#do(({ fleetEvents }) => fleetEvents.add(event));
  }

  listFleetEvents(
    tenantId: string,
    fleetId: string,
    range: PageRequest & { fromMs?: number | undefined; toMs?: number | undefined },
  ): Promise<Page<FleetEventRecord>> {
    return this.#do(({ fleetEvents }) => fleetEvents.list(tenantId, fleetId, range));
  }

  claimGameSession(
    session: GameSessionRecord,
    capacity: Capacity,
    creatorLimit?: CreatorLimit,
  ): Promise<GameSessionClaim> {
    return this.#do(({ gameSessions }) => gameSessions.claim(session, capacity, creatorLimit));
  }

  getGameSession(tenantId: string, gameSessionId: string): Promise<CountedGameSession | undefined> {
    return this.#do(({ gameSessions }) => gameSessions.find(tenantId, gameSessionId)?.session);
  }

  listGameSessions(
    tenantId: string,
    selector: GameSessionSelector,
    page: PageRequest,
  ): Promise<Page<CountedGameSession>> {
    return this.#do(({ gameSessions }) => gameSessions.list(tenantId, selector, page));
  }

  searchGameSessions(
    tenantId: string,
    selector: Omit<GameSessionSelector, 'status'>,
    query: { filter?: SessionFilter | undefined; sort?: SessionSort | undefined },
    page: PageRequest,
  ): Promise<Page<CountedGameSession>> {
    return this.#do(({ gameSessions }) => gameSessions.search(tenantId, selector, query, page));
  }

  listLiveGameSessions(): Promise<GameSessionRecord[]> {
    return this.#do(({ gameSessions }) => gameSessions.listLive());
  }

  updateGameSession(
    tenantId: string,
    gameSessionId: string,
    change: (session: GameSessionRecord) => GameSessionRecord,
  ): Promise<CountedGameSession | undefined> {
    return this.#do(({ gameSessions }) => gameSessions.update(tenantId, gameSessionId, change));
  }

  endGameSession(
    tenantId: string,
    gameSessionId: string,
    end: { atMs: number; reason?: GameSessionStatusReason | undefined; endCode?: string | undefined },
  ): Promise<CountedGameSession | undefined> {
    return this.#do(({ gameSessions, playerSessions }) => {
      const game = gameSessions.find(tenantId, gameSessionId);
      if (game === undefined || isOver(game.session.status)) return game?.session;
      playerSessions.settle(game, end.atMs);
      return gameSessions.end(game, end);
    });
  }

  countGameSessions(tenantId: string, fleetId: string): Promise<GameSessionCount[]> {
    return this.#do(({ gameSessions }) => gameSessions.count(tenantId, fleetId));
  }

  claimPlayerSessions(
    tenantId: string,
    gameSessionId: string,
    players: readonly Pick<PlayerSessionRecord, 'playerSessionId' | 'playerId' | 'playerData'>[],
    times: { nowMs: number; expiresMs: number },
  ): Promise<PlayerClaim> {
    return this.#do(({ playerSessions }) => playerSessions.claim(tenantId, gameSessionId, players, times));
  }

  acceptPlayerSession(playerSessionId: string, nowMs: number): Promise<PlayerSessionRecord | undefined> {
    return this.#do(({ playerSessions }) => playerSessions.accept(playerSessionId, nowMs));
  }

  completePlayerSession(playerSessionId: string, nowMs: number): Promise<void> {
    return this.#do(({ playerSessions }) => playerSessions.complete(playerSessionId, nowMs));
  }

  expirePlayerSessions(nowMs: number): Promise<number> {
    return this.#do(({ playerSessions }) => playerSessions.expire(nowMs));
  }

  getPlayerSession(tenantId: string, playerSessionId: string): Promise<PlayerSessionRecord | undefined> {
    return this.#do(({ playerSessions }) => playerSessions.get(tenantId, playerSessionId));
  }

  listPlayerSessions(
    tenantId: string,
    selector: { gameSessionId: string; status?: PlayerSessionStatus | undefined } | { playerId: string },
    page: PageRequest,
  ): Promise<Page<PlayerSessionRecord>> {
    return this.#do(({ playerSessions }) => playerSessions.list(tenantId, selector, page));
  }

  /** In many small steps: others' calls come between them. */
  async forget(endedBeforeMs: number): Promise<void> {
    const { resources, fleetEvents, gameSessions, playerSessions } = this.#open().tables;
    for (const table of [resources, fleetEvents, playerSessions, gameSessions]) {
      while ((await this.#do(() => table.forget(endedBeforeMs, FORGOTTEN_AT_ONCE))) > 0) await setImmediate();
    }
  }

  /** One call: a transaction of its own. */
  async #do<T>(work: (tables: Tables) => T): Promise<T> {
    const { database, tables } = this.#open();
    try {
      return database.transaction(() => work(tables));
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_SQLITE_ERROR') throw error;
      throw new PlaypenError('store_failed', `${this.#file}: ${(error as Error).message}`, { cause: error });
    }
  }

  #open(): { database: Database; tables: Tables } {
    if (this.#opened === undefined) throw new PlaypenError('store_failed', `${this.#file} is not open`);
    return this.#opened;
  }
}

type Tables = ReturnType<typeof tablesOf>;

function tablesOf(database: Database) {
  const gameSessions = new GameSessionTable(database);
  return {
    resources: new ResourceTable(database),
    blobs: new BlobTable(database),
    tags: new TagTable(database),
    fleetEvents: new FleetEventTable(database),
    gameSessions,
    playerSessions: new PlayerSessionTable(database, gameSessions),
  };
}
