import type { StatementSync } from 'node:sqlite';
import type { GameSessionStatus, GameSessionStatusReason } from '@aws-sdk/client-gamelift';
import type { CountedGameSession, GameSessionRecord } from '../records.ts';
import type { SessionFilter, SessionSort } from '../session-filter.ts';
import type {
  Capacity,
  CreatorLimit,
  GameSessionClaim,
  GameSessionCount,
  GameSessionSelector,
  Page,
  PageRequest,
} from '../store.ts';
import type { Database } from './database.ts';
import { pageOf, readPlace, rowLimit } from './place.ts';
import { PLAYER_COUNT, searchQuery } from './session-query.ts';

interface Row {
  seq: number;
  body: string;
  players: number;
}

/** Where a game session is in the table, with the number that its player sessions name it by. */
export interface StoredGameSession {
  seq: number;
  session: CountedGameSession;
}

const COUNTED = `SELECT g.seq, g.body, ${PLAYER_COUNT} AS players FROM game_sessions g`;

export class GameSessionTable {
  readonly #database: Database;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #get: StatementSync;
  readonly #getBySeq: StatementSync;
  readonly #list: StatementSync;
  readonly #listByStatus: StatementSync;
  readonly #listLive: StatementSync;
  readonly #taken: StatementSync;
  readonly #createdBy: StatementSync;
  readonly #count: StatementSync;
  readonly #addProperty: StatementSync;
  readonly #removeProperties: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = database.prepare(`
      INSERT INTO game_sessions
        (tenant, id, fleet_id, location, status, created_ms, ended_ms, name, creator_id, maximum_players, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#update = database.prepare(`
      UPDATE game_sessions SET status = ?, ended_ms = ?, name = ?, maximum_players = ?, body = ?
      WHERE seq = ?`);
    this.#get = database.prepare(`${COUNTED} WHERE g.tenant = ? AND g.id = ?`);
    this.#getBySeq = database.prepare(`${COUNTED} WHERE g.seq = ?`);
    const inOrder = 'AND ifnull(g.location = :location, TRUE) AND g.seq > :seq ORDER BY g.seq LIMIT :limit';
    const ofFleet = `${COUNTED} WHERE g.tenant = :tenantId AND g.fleet_id = :fleetId`;
    this.#list = database.prepare(`${ofFleet} ${inOrder}`);
    this.#listByStatus = database.prepare(`${ofFleet} AND g.status = :status ${inOrder}`);
    this.#listLive = database.prepare(
      'SELECT seq, body FROM game_sessions WHERE ended_ms IS NULL ORDER BY seq',
    );
    this.#taken = database.prepare(`
      SELECT count(*) AS taken, count(*) FILTER (WHERE status = 'ACTIVATING') AS activating
      FROM game_sessions WHERE tenant = ? AND fleet_id = ? AND location = ? AND ended_ms IS NULL`);
    this.#createdBy = database.prepare(`
      SELECT count(*) AS sessions FROM game_sessions
      WHERE tenant = ? AND fleet_id = ? AND creator_id = ? AND created_ms >= ?`);
    this.#count = database.prepare(`
      SELECT location, status, count(*) AS sessions, sum(maximum_players) AS maximumPlayers,
        sum(${PLAYER_COUNT}) AS players
      FROM game_sessions g WHERE tenant = ? AND fleet_id = ? AND ended_ms IS NULL
      GROUP BY location, status`);
    this.#addProperty = database.prepare('INSERT OR REPLACE INTO game_properties VALUES (?, ?, ?)');
    this.#removeProperties = database.prepare('DELETE FROM game_properties WHERE game_session = ?');
    this.#forget = database.prepare(
      'DELETE FROM game_sessions WHERE seq IN (SELECT seq FROM game_sessions WHERE ended_ms < ? LIMIT ?)',
    );
  }

  claim(session: GameSessionRecord, capacity: Capacity, creatorLimit?: CreatorLimit): GameSessionClaim {
    const { tenantId, gameSessionId, fleetId, location } = session;
    const existing = this.find(tenantId, gameSessionId);
    if (existing !== undefined) return { outcome: 'exists', session: existing.session };
    const { taken, activating } = this.#taken.get(tenantId, fleetId, location) as {
      taken: number;
      activating: number;
    };
    if (taken >= capacity.slots) return { outcome: 'no_slot', taken, activating };
    if (activating >= capacity.activating) return { outcome: 'too_many_activating', taken, activating };
    if (this.#isOverLimit(session, creatorLimit)) return { outcome: 'creator_limit' };
    return { outcome: 'created', session: this.#add(session) };
  }

  find(tenantId: string, gameSessionId: string): StoredGameSession | undefined {
    const row = this.#get.get(tenantId, gameSessionId) as Row | undefined;
    return row === undefined ? undefined : { seq: row.seq, session: sessionIn(row) };
  }

  list(
    tenantId: string,
    { fleetId, location, status }: GameSessionSelector,
    { after, limit }: PageRequest,
  ): Page<CountedGameSession> {
    const seq = readPlace(after)?.seq ?? 0;
    const wanted = { tenantId, fleetId, location: location ?? null, seq, limit: rowLimit(limit) };
    const rows =
      status === undefined ? this.#list.all(wanted) : this.#listByStatus.all({ ...wanted, status });
    return pageOf(rows as unknown as Row[], limit, sessionIn);
  }

  search(
    tenantId: string,
    selector: Omit<GameSessionSelector, 'status'>,
    query: { filter?: SessionFilter | undefined; sort?: SessionSort | undefined },
    page: PageRequest,
  ): Page<CountedGameSession> {
    const { sql, values } = searchQuery({ tenantId, ...selector, ...query, ...page });
    const rows = this.#database.prepare(sql).all(...values) as {
      seq: number;
      key: string | number | null;
    }[];
    return pageOf(
      rows,
      page.limit,
      ({ seq }) => sessionIn(this.#getBySeq.get(seq) as unknown as Row),
      ({ key }) => key,
    );
  }

  listLive(): GameSessionRecord[] {
    return this.#listLive.all().map(row => JSON.parse(row.body as string));
  }

  update(
    tenantId: string,
    gameSessionId: string,
    change: (session: GameSessionRecord) => GameSessionRecord,
  ): CountedGameSession | undefined {
    const row = this.#get.get(tenantId, gameSessionId) as Row | undefined;
    if (row === undefined) return undefined;
    const session: GameSessionRecord = JSON.parse(row.body);
    const { status, fleetId, location, createdMs } = session;
    const changed = change(session);
    const mayChangeStatus = !isOver(status) && changed.status !== 'TERMINATED';
    return this.#write(row, {
      ...changed,
      ...{ tenantId, gameSessionId, fleetId, location, createdMs },
      status: mayChangeStatus ? changed.status : status,
    });
  }

  /** Its player sessions are settled by now. */
  end(
    { seq }: StoredGameSession,
    end: { atMs: number; reason?: GameSessionStatusReason | undefined; endCode?: string | undefined },
  ): CountedGameSession {
    const row = this.#getBySeq.get(seq) as unknown as Row;
    const session: GameSessionRecord = JSON.parse(row.body);
    return this.#write(row, {
      ...session,
      status: 'TERMINATED',
      terminatedMs: end.atMs,
      statusReason: session.statusReason ?? end.reason,
      endCode: end.endCode,
    } as GameSessionRecord);
  }

  count(tenantId: string, fleetId: string): GameSessionCount[] {
    return this.#count.all(tenantId, fleetId).map(row => ({ ...row })) as unknown as GameSessionCount[];
  }

  /** @returns how many, `limit` at most */
  forget(endedBeforeMs: number, limit: number): number {
    return Number(this.#forget.run(endedBeforeMs, limit).changes);
  }

  #isOverLimit({ tenantId, fleetId, creatorId }: GameSessionRecord, limit?: CreatorLimit): boolean {
    if (limit === undefined || creatorId === undefined) return false;
    const { sessions } = this.#createdBy.get(tenantId, fleetId, creatorId, limit.sinceMs) as {
      sessions: number;
    };
    return sessions >= limit.count;
  }

  #add(session: GameSessionRecord): CountedGameSession {
    const body = JSON.stringify(session);
    const { lastInsertRowid } = this.#insert.run(
      session.tenantId,
      session.gameSessionId,
      session.fleetId,
      session.location,
      session.status,
      session.createdMs,
      endOf(session),
      session.name ?? null,
      session.creatorId ?? null,
      session.maximumPlayerSessionCount,
      body,
    );
    const seq = Number(lastInsertRowid);
    this.#writeProperties(seq, session);
    return sessionIn({ seq, body, players: 0 });
  }

  #write({ seq, players }: Row, session: GameSessionRecord): CountedGameSession {
    const body = JSON.stringify(session);
    this.#update.run(
      session.status,
      endOf(session),
      session.name ?? null,
      session.maximumPlayerSessionCount,
      body,
      seq,
    );
    this.#writeProperties(seq, session);
    return sessionIn({ seq, body, players });
  }

  #writeProperties(seq: number, { status, gameProperties }: GameSessionRecord): void {
    this.#removeProperties.run(seq);
    if (status !== 'ACTIVE') return;
    for (const { Key = '', Value = '' } of gameProperties) this.#addProperty.run(seq, Key, Value);
  }
}

/** Whether a game session holds no slot any more. */
export function isOver(status: GameSessionStatus): boolean {
  return status === 'TERMINATED' || status === 'ERROR';
}

function endOf({ status, createdMs, terminatedMs }: GameSessionRecord): number | null {
  return isOver(status) ? (terminatedMs ?? createdMs) : null;
}

function sessionIn({ body, players }: Row): CountedGameSession {
  return { ...(JSON.parse(body) as GameSessionRecord), currentPlayerSessionCount: players };
}
