import type { StatementSync } from 'node:sqlite';
import type { PlayerSessionStatus } from '@aws-sdk/client-gamelift';
import type { PlayerSessionRecord } from '../records.ts';
import type { Page, PageRequest, PlayerClaim } from '../store.ts';
import type { Database } from './database.ts';
import type { GameSessionTable, StoredGameSession } from './game-sessions.ts';
import { pageOf, readPlace, rowLimit } from './place.ts';

interface Row extends Omit<PlayerSessionRecord, 'playerData' | 'terminatedMs'> {
  seq: number;
  playerData: string | null;
  terminatedMs: number | null;
}

const SELECT = `
  SELECT p.seq, p.tenant AS tenantId, p.id AS playerSessionId, g.id AS gameSessionId, g.fleet_id AS fleetId,
    p.player_id AS playerId, p.player_data AS playerData, p.status, p.created_ms AS createdMs,
    p.expires_ms AS expiresMs, p.ended_ms AS terminatedMs
  FROM player_sessions p JOIN game_sessions g ON g.seq = p.game_session`;
const PAGE = 'AND p.seq > :seq ORDER BY p.seq LIMIT :limit';
const EXPIRE = `UPDATE player_sessions SET status = 'TIMEDOUT', ended_ms = expires_ms
  WHERE status = 'RESERVED' AND expires_ms <= :nowMs`;

export class PlayerSessionTable {
  readonly #gameSessions: GameSessionTable;
  readonly #insert: StatementSync;
  readonly #expire: StatementSync;
  readonly #expireOf: StatementSync;
  readonly #accept: StatementSync;
  readonly #complete: StatementSync;
  readonly #settle: StatementSync;
  readonly #get: StatementSync;
  readonly #listOfGame: StatementSync;
  readonly #listOfPlayer: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: Database, gameSessions: GameSessionTable) {
    this.#gameSessions = gameSessions;
    this.#insert = database.prepare(`
      INSERT INTO player_sessions
        (id, game_session, tenant, player_id, player_data, status, created_ms, expires_ms)
      VALUES (?, ?, ?, ?, ?, 'RESERVED', ?, ?)`);
    this.#expire = database.prepare(EXPIRE);
    this.#expireOf = database.prepare(`${EXPIRE} AND game_session = :gameSession`);
    this.#accept = database.prepare(`
      UPDATE player_sessions SET status = 'ACTIVE'
      WHERE id = ? AND status = 'RESERVED' AND expires_ms > ?`);
    this.#complete = database.prepare(`
      UPDATE player_sessions SET status = 'COMPLETED', ended_ms = :nowMs
      WHERE id = :playerSessionId AND ended_ms IS NULL`);
    this.#settle = database.prepare(`
      UPDATE player_sessions SET status = iif(status = 'ACTIVE', 'COMPLETED', 'TIMEDOUT'), ended_ms = ?
      WHERE game_session = ? AND ended_ms IS NULL`);
    this.#get = database.prepare(`${SELECT} WHERE p.id = ?`);
    this.#listOfGame = database.prepare(`
      ${SELECT} WHERE p.game_session = :gameSession AND ifnull(p.status = :status, TRUE) ${PAGE}`);
    this.#listOfPlayer = database.prepare(`
      ${SELECT} WHERE p.tenant = :tenantId AND p.player_id = :playerId ${PAGE}`);
    this.#forget = database.prepare(
      'DELETE FROM player_sessions WHERE seq IN (SELECT seq FROM player_sessions WHERE ended_ms < ? LIMIT ?)',
    );
  }

  claim(
    tenantId: string,
    gameSessionId: string,
    players: readonly Pick<PlayerSessionRecord, 'playerSessionId' | 'playerId' | 'playerData'>[],
    { nowMs, expiresMs }: { nowMs: number; expiresMs: number },
  ): PlayerClaim {
    const game = this.#gameSessions.find(tenantId, gameSessionId);
    if (game === undefined) return { outcome: 'not_found' };
    const expired = this.#expireOf.run({ nowMs, gameSession: game.seq }).changes;
    const taken = game.session.currentPlayerSessionCount - Number(expired);
    const counted = (count: number) => ({ ...game.session, currentPlayerSessionCount: count });
    const session = counted(taken);
    if (session.status !== 'ACTIVE') return { outcome: 'not_active', session };
    if (session.creationPolicy === 'DENY_ALL') return { outcome: 'denied', session };
    if (taken + players.length > session.maximumPlayerSessionCount) return { outcome: 'full', session };
    const reserved = players.map(({ playerSessionId, playerId, playerData }) => {
      this.#insert.run(playerSessionId, game.seq, tenantId, playerId, playerData ?? null, nowMs, expiresMs);
      return this.#find(playerSessionId)!;
    });
    return { outcome: 'reserved', players: reserved, session: counted(taken + players.length) };
  }

  accept(playerSessionId: string, nowMs: number): PlayerSessionRecord | undefined {
    const { changes } = this.#accept.run(playerSessionId, nowMs);
    return changes === 0 ? undefined : this.#find(playerSessionId);
  }

  complete(playerSessionId: string, nowMs: number): void {
    this.#complete.run({ playerSessionId, nowMs });
  }

  /** @returns how many */
  expire(nowMs: number): number {
    return Number(this.#expire.run({ nowMs }).changes);
  }

  /** Ends those of a game session that is about to end. */
  settle({ seq }: StoredGameSession, atMs: number): void {
    this.#settle.run(atMs, seq);
  }

  get(tenantId: string, playerSessionId: string): PlayerSessionRecord | undefined {
    const found = this.#find(playerSessionId);
    return found?.tenantId === tenantId ? found : undefined;
  }

  list(
    tenantId: string,
    selector: { gameSessionId: string; status?: PlayerSessionStatus | undefined } | { playerId: string },
    { after, limit }: PageRequest,
  ): Page<PlayerSessionRecord> {
    const range = { seq: readPlace(after)?.seq ?? 0, limit: rowLimit(limit) };
    const rows = this.#rows(tenantId, selector, range) as unknown as Row[];
    return pageOf(rows, limit, recordIn);
  }

  /** @returns how many, `limit` at most */
  forget(endedBeforeMs: number, limit: number): number {
    return Number(this.#forget.run(endedBeforeMs, limit).changes);
  }

  #find(playerSessionId: string): PlayerSessionRecord | undefined {
    const row = this.#get.get(playerSessionId) as Row | undefined;
    return row === undefined ? undefined : recordIn(row);
  }

  #rows(
    tenantId: string,
    selector: { gameSessionId: string; status?: PlayerSessionStatus | undefined } | { playerId: string },
    range: { seq: number; limit: number },
  ): unknown[] {
    if ('playerId' in selector) {
      return this.#listOfPlayer.all({ tenantId, playerId: selector.playerId, ...range });
    }
    const game = this.#gameSessions.find(tenantId, selector.gameSessionId);
    if (game === undefined) return [];
    return this.#listOfGame.all({ gameSession: game.seq, status: selector.status ?? null, ...range });
  }
}

function recordIn({ seq: _, playerData, terminatedMs, ...row }: Row): PlayerSessionRecord {
  return {
    ...row,
    ...(playerData === null ? {} : { playerData }),
    ...(terminatedMs === null ? {} : { terminatedMs }),
  };
}
