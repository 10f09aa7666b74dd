import type { DatabaseSync } from 'node:sqlite';
import { PlaypenError } from '../../errors.ts';

/**
 * The database's forms, each the SQL that makes it of the one before; the first of nothing. Never changed, only added
 * to: `PRAGMA user_version` says how many of them a database has been through.
 *
 * `seq` is the order of creation everywhere, and never given twice. `body` is a whole record as JSON; the columns
 * beside it repeat what is looked up, counted and sorted by, and are written with it. Indexes end in columns that
 * are only read where that saves SQLite the way to the row.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE resources (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    ended_ms INTEGER,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX resources_by_id ON resources (kind, tenant, id);
  CREATE INDEX resources_in_order ON resources (kind, tenant);
  CREATE INDEX resources_ended ON resources (ended_ms) WHERE ended_ms IS NOT NULL;

  CREATE TABLE blobs (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

  CREATE TABLE tags (
    tenant TEXT NOT NULL,
    arn TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, arn)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE fleet_events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    fleet_id TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX fleet_events_in_order ON fleet_events (tenant, fleet_id, time_ms);
  CREATE INDEX fleet_events_by_time ON fleet_events (time_ms);

  CREATE TABLE game_sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    fleet_id TEXT NOT NULL,
    location TEXT NOT NULL,
    status TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    name TEXT,
    creator_id TEXT,
    maximum_players INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX game_sessions_by_id ON game_sessions (tenant, id);
  CREATE INDEX game_sessions_in_order ON game_sessions (tenant, fleet_id);
  CREATE INDEX game_sessions_by_status ON game_sessions (tenant, fleet_id, status);
  CREATE INDEX game_sessions_by_creator ON game_sessions (tenant, fleet_id, creator_id, created_ms)
    WHERE creator_id IS NOT NULL;
  CREATE INDEX game_sessions_live ON game_sessions (tenant, fleet_id, location, status, maximum_players, ended_ms)
    WHERE ended_ms IS NULL;
  CREATE INDEX game_sessions_searched
    ON game_sessions (tenant, fleet_id, seq, location, maximum_players, created_ms, name, id)
    WHERE status = 'ACTIVE';
  CREATE INDEX game_sessions_ended ON game_sessions (ended_ms) WHERE ended_ms IS NOT NULL;

  -- The properties of ACTIVE game sessions, for searches.
  CREATE TABLE game_properties (
    game_session INTEGER NOT NULL REFERENCES game_sessions (seq) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (game_session, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX game_properties_by_value ON game_properties (key, value);

  CREATE TABLE player_sessions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    game_session INTEGER NOT NULL REFERENCES game_sessions (seq) ON DELETE CASCADE,
    tenant TEXT NOT NULL,
    player_id TEXT NOT NULL,
    player_data TEXT,
    status TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    ended_ms INTEGER
  ) STRICT;
  CREATE INDEX player_sessions_in_order ON player_sessions (game_session);
  CREATE INDEX player_sessions_by_player ON player_sessions (tenant, player_id);
  CREATE INDEX player_sessions_live ON player_sessions (game_session, ended_ms) WHERE ended_ms IS NULL;
  CREATE INDEX player_sessions_reserved ON player_sessions (expires_ms) WHERE status = 'RESERVED';
  CREATE INDEX player_sessions_ended ON player_sessions (ended_ms) WHERE ended_ms IS NOT NULL;
  `,
];

/**
 * Brings a database to the newest form, each step whole or not at all.
 * @throws {PlaypenError} store_failed for one that is newer than this program
 */
export function migrate(connection: DatabaseSync, file: string): void {
  const { user_version: version } = connection.prepare('PRAGMA user_version').get() as {
    user_version: number;
  };
  if (version > MIGRATIONS.length) {
    throw new PlaypenError(
      'store_failed',
      `${file} was written by a newer Playpen (its form is ${version}, this one knows ${MIGRATIONS.length}); start that one, or name another file`,
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    connection.exec(`BEGIN EXCLUSIVE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}
