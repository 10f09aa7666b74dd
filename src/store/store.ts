import type {
  GameSessionStatus,
  GameSessionStatusReason,
  PlayerSessionStatus,
} from '@aws-sdk/client-gamelift';
import type {
  CountedGameSession,
  FleetEventRecord,
  GameSessionRecord,
  PlayerSessionRecord,
  ResourceKind,
  ResourceKinds,
} from './records.ts';
import type { SessionFilter, SessionSort } from './session-filter.ts';

/** A part of a list: what comes after `after`, `limit` records at most. */
export interface PageRequest {
  /** The `next` of the page before; undefined for the first page. */
  after?: string | undefined;
  limit: number;
}

export interface Page<T> {
  items: T[];
  /** Undefined on the last page. Text of the store's own making, 300 characters at most. */
  next: string | undefined;
}

/** What a fleet has room for in one location. */
export interface Capacity {
  /** Game sessions at once. */
  slots: number;
  /** Of these, how many may be ACTIVATING. */
  activating: number;
}

/** How many game sessions one creator may begin, see ResourceCreationLimitPolicy. */
export interface CreatorLimit {
  count: number;
  /** Those since then are counted, ended ones as well. */
  sinceMs: number;
}

export type GameSessionClaim =
  | { outcome: 'created'; session: CountedGameSession }
  /** The id was taken before, by this session; nothing was changed. */
  | { outcome: 'exists'; session: CountedGameSession }
  /** All slots are taken; counts are of this fleet in this location. */
  | { outcome: 'no_slot' | 'too_many_activating'; taken: number; activating: number }
  | { outcome: 'creator_limit' };

export type PlayerClaim =
  | { outcome: 'reserved'; players: PlayerSessionRecord[]; session: CountedGameSession }
  | { outcome: 'not_found' }
  /** Nothing was reserved: the session is not ACTIVE, denies all, or has not enough free slots. */
  | { outcome: 'not_active' | 'denied' | 'full'; session: CountedGameSession };

export interface GameSessionSelector {
  fleetId: string;
  location?: string | undefined;
  status?: GameSessionStatus | undefined;
}

export interface GameSessionCount {
  location: string;
  status: GameSessionStatus;
  sessions: number;
  maximumPlayers: number;
  /** Player sessions that are RESERVED or ACTIVE. */
  players: number;
}

/**
 * Where the service's state is kept. Every call is one atomic step, durable once its promise has resolved: after
 * a crash it has happened whole or not at all. Nothing but `open` may be called before `open` has resolved. All
 * lists are in the order of creation, oldest first, if nothing else is said.
 * @throws {PlaypenError} `store_failed` from every call that the medium does not allow
 */
export interface Store {
  /** @throws {PlaypenError} store_in_use, store_failed */
  open(): Promise<void>;
  close(): Promise<void>;

  // Scripts, fleets, aliases, locations, queues, placements, and what matchmaking keeps

  /** @returns false, and nothing done, when the tenant has one of this kind with the id */
  insert<K extends ResourceKind>(kind: K, record: ResourceKinds[K]): Promise<boolean>;
  get<K extends ResourceKind>(kind: K, tenantId: string, id: string): Promise<ResourceKinds[K] | undefined>;
  list<K extends ResourceKind>(kind: K, tenantId: string, page: PageRequest): Promise<Page<ResourceKinds[K]>>;
  /** Those of every tenant, for what is to be taken up again after a start. */
  listAll<K extends ResourceKind>(kind: K): Promise<ResourceKinds[K][]>;
  /**
   * Replaces a record by what `change` makes of it, its tenant and id apart; `change` may be called more than once,
   * and may throw: then nothing is changed, and this rejects with its error.
   * @returns the new record; undefined when there is none
   */
  update<K extends ResourceKind>(
    kind: K,
    tenantId: string,
    id: string,
    change: (record: ResourceKinds[K]) => ResourceKinds[K],
  ): Promise<ResourceKinds[K] | undefined>;
  /** @returns false when there is none */
  remove(kind: ResourceKind, tenantId: string, id: string): Promise<boolean>;

  // Contents of scripts

  putBlob(name: string, bytes: Uint8Array): Promise<void>;
  getBlob(name: string): Promise<Uint8Array | undefined>;
  /** Removes all blobs whose name begins so. */
  removeBlobs(prefix: string): Promise<void>;

  // Tags, by the ARN of what they are on

  getTags(tenantId: string, arn: string): Promise<Record<string, string>>;
  /** Replaces all of them; an empty record removes them. `change` as for `update`. */
  updateTags(
    tenantId: string,
    arn: string,
    change: (tags: Readonly<Record<string, string>>) => Record<string, string>,
  ): Promise<void>;

  // Fleet events

  addFleetEvent(event: FleetEventRecord): Promise<void>;
  /** Newest first; from `fromMs` to `toMs`, both included. */
  listFleetEvents(
    tenantId: string,
    fleetId: string,
    range: PageRequest & { fromMs?: number | undefined; toMs?: number | undefined },
  ): Promise<Page<FleetEventRecord>>;

  // Game sessions

  /**
   * Creates a game session if the fleet has a free slot in its location: ACTIVATING, ACTIVE and TERMINATING ones take
   * one each. A creator's limit counts those in the same fleet.
   */
  claimGameSession(
    session: GameSessionRecord,
    capacity: Capacity,
    creatorLimit?: CreatorLimit,
  ): Promise<GameSessionClaim>;
  getGameSession(tenantId: string, gameSessionId: string): Promise<CountedGameSession | undefined>;
  listGameSessions(
    tenantId: string,
    selector: GameSessionSelector,
    page: PageRequest,
  ): Promise<Page<CountedGameSession>>;
  /**
   * ACTIVE ones only. `after` belongs to the same filter and sort. Texts are compared by code point, and sorted by
   * their first 128 characters, ids by 256; false comes before true.
   */
  searchGameSessions(
    tenantId: string,
    selector: Omit<GameSessionSelector, 'status'>,
    query: { filter?: SessionFilter | undefined; sort?: SessionSort | undefined },
    page: PageRequest,
  ): Promise<Page<CountedGameSession>>;
  /** Those of every tenant that are not over (ACTIVATING, ACTIVE, TERMINATING). */
  listLiveGameSessions(): Promise<GameSessionRecord[]>;
  /** As `update` does. Never makes a session TERMINATED or lets it be something else again. */
  updateGameSession(
    tenantId: string,
    gameSessionId: string,
    change: (session: GameSessionRecord) => GameSessionRecord,
  ): Promise<CountedGameSession | undefined>;
  /**
   * Makes a session TERMINATED and settles its player sessions: RESERVED ones become TIMEDOUT, ACTIVE ones
   * COMPLETED. Without effect on one that is over. A reason given before stays.
   */
  endGameSession(
    tenantId: string,
    gameSessionId: string,
    end: { atMs: number; reason?: GameSessionStatusReason | undefined; endCode?: string | undefined },
  ): Promise<CountedGameSession | undefined>;
  /** Those that are not over, by location and status. */
  countGameSessions(tenantId: string, fleetId: string): Promise<GameSessionCount[]>;

  // Player sessions

  /**
   * Reserves a slot for each of these players, or none. Reservations that expired at `nowMs` hold no slot: they
   * become TIMEDOUT by the way.
   */
  claimPlayerSessions(
    tenantId: string,
    gameSessionId: string,
    players: readonly Pick<PlayerSessionRecord, 'playerSessionId' | 'playerId' | 'playerData'>[],
    times: { nowMs: number; expiresMs: number },
  ): Promise<PlayerClaim>;
  /** RESERVED to ACTIVE, of whatever tenant. @returns undefined when it is not RESERVED, or expired at `nowMs` */
  acceptPlayerSession(playerSessionId: string, nowMs: number): Promise<PlayerSessionRecord | undefined>;
  /** RESERVED or ACTIVE to COMPLETED. */
  completePlayerSession(playerSessionId: string, nowMs: number): Promise<void>;
  /** Makes reservations TIMEDOUT that have expired. @returns how many */
  expirePlayerSessions(nowMs: number): Promise<number>;
  getPlayerSession(tenantId: string, playerSessionId: string): Promise<PlayerSessionRecord | undefined>;
  listPlayerSessions(
    tenantId: string,
    selector: { gameSessionId: string; status?: PlayerSessionStatus | undefined } | { playerId: string },
    page: PageRequest,
  ): Promise<Page<PlayerSessionRecord>>;

  /** Forgets sessions, placements, tickets, fleets and events that were over before `endedBeforeMs`; not in one step. */
  forget(endedBeforeMs: number): Promise<void>;
}
