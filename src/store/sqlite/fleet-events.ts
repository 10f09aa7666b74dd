import type { StatementSync } from 'node:sqlite';
import type { FleetEventRecord } from '../records.ts';
import type { Page, PageRequest } from '../store.ts';
import type { Database } from './database.ts';
import { pageOf, readPlace, rowLimit } from './place.ts';

interface Row {
  seq: number;
  time_ms: number;
  body: string;
}

/** Newest first; of one time, the one added last. */
export class FleetEventTable {
  readonly #add: StatementSync;
  readonly #list: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: Database) {
    this.#add = database.prepare(
      'INSERT INTO fleet_events (tenant, fleet_id, time_ms, body) VALUES (?, ?, ?, ?)',
    );
    this.#list = database.prepare(`
      SELECT seq, time_ms, body FROM fleet_events
      WHERE tenant = ? AND fleet_id = ? AND time_ms BETWEEN ? AND ? AND (time_ms, seq) < (?, ?)
      ORDER BY time_ms DESC, seq DESC LIMIT ?`);
    this.#forget = database.prepare(
      'DELETE FROM fleet_events WHERE seq IN (SELECT seq FROM fleet_events WHERE time_ms < ? LIMIT ?)',
    );
  }

  add(event: FleetEventRecord): void {
    this.#add.run(event.tenantId, event.fleetId, event.timeMs, JSON.stringify(event));
  }

  list(
    tenantId: string,
    fleetId: string,
    range: PageRequest & { fromMs?: number | undefined; toMs?: number | undefined },
  ): Page<FleetEventRecord> {
    const { after, limit, fromMs = 0, toMs = Number.MAX_SAFE_INTEGER } = range;
    const { seq, key } = readPlace(after) ?? { seq: 0, key: null };
    const rows = this.#list.all(
      tenantId,
      fleetId,
      fromMs,
      toMs,
      typeof key === 'number' ? key : Number.MAX_SAFE_INTEGER,
      seq,
      rowLimit(limit),
    ) as unknown as Row[];
    return pageOf(
      rows,
      limit,
      row => JSON.parse(row.body) as FleetEventRecord,
      row => row.time_ms,
    );
  }

  /** @returns how many, `limit` at most */
  forget(beforeMs: number, limit: number): number {
    return Number(this.#forget.run(beforeMs, limit).changes);
  }
}
