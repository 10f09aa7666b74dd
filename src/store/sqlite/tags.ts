import type { StatementSync } from 'node:sqlite';
import type { Database } from './database.ts';

export type Tags = Record<string, string>;

/** The tags of one ARN are one row. */
export class TagTable {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: Database) {
    this.#get = database.prepare('SELECT body FROM tags WHERE tenant = ? AND arn = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO tags (tenant, arn, body) VALUES (?, ?, ?)');
    this.#remove = database.prepare('DELETE FROM tags WHERE tenant = ? AND arn = ?');
  }

  get(tenantId: string, arn: string): Tags {
    const row = this.#get.get(tenantId, arn);
    return row === undefined ? {} : JSON.parse(row.body as string);
  }

  update(tenantId: string, arn: string, change: (tags: Readonly<Tags>) => Tags): void {
    const tags = change(this.get(tenantId, arn));
    if (Object.keys(tags).length === 0) this.#remove.run(tenantId, arn);
    else this.#put.run(tenantId, arn, JSON.stringify(tags));
  }
}
