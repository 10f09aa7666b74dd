import type { StatementSync } from 'node:sqlite';
import type { PlacementRecord, ResourceKind, ResourceKinds } from '../records.ts';
import type { Page, PageRequest } from '../store.ts';
import type { Database } from './database.ts';
import { pageOf, readPlace, rowLimit } from './place.ts';

interface Row {
  seq: number;
  body: string;
}

/** All kinds of resources. */
export class ResourceTable {
  readonly #insert: StatementSync;
  readonly #get: StatementSync;
  readonly #list: StatementSync;
  readonly #listAll: StatementSync;
  readonly #update: StatementSync;
  readonly #remove: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: Database) {
    this.#insert = database.prepare(
      'INSERT INTO resources (kind, tenant, id, ended_ms, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#get = database.prepare('SELECT seq, body FROM resources WHERE kind = ? AND tenant = ? AND id = ?');
    this.#list = database.prepare(
      'SELECT seq, body FROM resources WHERE kind = ? AND tenant = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#listAll = database.prepare('SELECT seq, body FROM resources WHERE kind = ? ORDER BY seq');
    this.#update = database.prepare('UPDATE resources SET ended_ms = ?, body = ? WHERE seq = ?');
    this.#remove = database.prepare('DELETE FROM resources WHERE kind = ? AND tenant = ? AND id = ?');
    this.#forget = database.prepare(
      'DELETE FROM resources WHERE seq IN (SELECT seq FROM resources WHERE ended_ms < ? LIMIT ?)',
    );
  }

  insert<K extends ResourceKind>(kind: K, record: ResourceKinds[K]): boolean {
    const { tenantId, id } = record;
    return this.#insert.run(kind, tenantId, id, endOf(record), JSON.stringify(record)).changes === 1;
  }

  get<K extends ResourceKind>(kind: K, tenantId: string, id: string): ResourceKinds[K] | undefined {
    return recordIn(this.#get.get(kind, tenantId, id) as Row | undefined);
  }

  list<K extends ResourceKind>(
    kind: K,
    tenantId: string,
    { after, limit }: PageRequest,
  ): Page<ResourceKinds[K]> {
    const from = readPlace(after)?.seq ?? 0;
    const rows = this.#list.all(kind, tenantId, from, rowLimit(limit)) as unknown as Row[];
    return pageOf(rows, limit, row => recordIn<ResourceKinds[K]>(row));
  }

  listAll<K extends ResourceKind>(kind: K): ResourceKinds[K][] {
    return (this.#listAll.all(kind) as unknown as Row[]).map(row => recordIn<ResourceKinds[K]>(row));
  }

  update<K extends ResourceKind>(
    kind: K,
    tenantId: string,
    id: string,
    change: (record: ResourceKinds[K]) => ResourceKinds[K],
  ): ResourceKinds[K] | undefined {
    const row = this.#get.get(kind, tenantId, id) as Row | undefined;
    if (row === undefined) return undefined;
    const changed = { ...change(recordIn<ResourceKinds[K]>(row)), tenantId, id };
    const body = JSON.stringify(changed);
    this.#update.run(endOf(changed), body, row.seq);
    return JSON.parse(body);
  }

  remove(kind: ResourceKind, tenantId: string, id: string): boolean {
    return this.#remove.run(kind, tenantId, id).changes === 1;
  }

  /** @returns how many, `limit` at most */
  forget(endedBeforeMs: number, limit: number): number {
    return Number(this.#forget.run(endedBeforeMs, limit).changes);
  }
}

function recordIn<T>(row: Row): T;
function recordIn<T>(row: Row | undefined): T | undefined;
function recordIn<T>(row: Row | undefined): T | undefined {
  return row === undefined ? undefined : JSON.parse(row.body);
}

/** Placements, tickets and fleets end; the others are removed. */
function endOf(record: ResourceKinds[ResourceKind]): number | null {
  const { endedMs, terminatedMs } = record as Partial<PlacementRecord & { terminatedMs: number }>;
  return endedMs ?? terminatedMs ?? null;
}
