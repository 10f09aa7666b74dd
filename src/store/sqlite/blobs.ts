import type { StatementSync } from 'node:sqlite';
import type { Database } from './database.ts';

/** Bytes by name. */
export class BlobTable {
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #remove: StatementSync;

  constructor(database: Database) {
    this.#put = database.prepare('INSERT OR REPLACE INTO blobs (name, bytes) VALUES (?, ?)');
    this.#get = database.prepare('SELECT bytes FROM blobs WHERE name = ?');
    this.#remove = database.prepare(
      'DELETE FROM blobs WHERE name >= :prefix AND substr(name, 1, length(:prefix)) = :prefix',
    );
  }

  put(name: string, bytes: Uint8Array): void {
    this.#put.run(name, bytes);
  }

  get(name: string): Uint8Array | undefined {
    return this.#get.get(name)?.bytes as Uint8Array | undefined;
  }

  removeAll(prefix: string): void {
    this.#remove.run({ prefix });
  }
}
