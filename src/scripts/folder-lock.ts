import { DatabaseSync } from 'node:sqlite';
import { PlaypenError } from '../errors.ts';

/** SQLite's code for a database that another connection has locked. */
const SQLITE_BUSY = 5;

/**
 * A folder's one owner. The lock is the operating system's, taken by SQLite on an empty database: it ends with the
 * process, however that ends; the file that remains locks nobody out.
 */
export class FolderLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @param path the file to lock; made when it is not there. @throws {PlaypenError} store_in_use */
  static take(path: string): FolderLock {
    const database = new DatabaseSync(path, { timeout: 0 });
    try {
      database.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
      throw new PlaypenError('store_in_use', path, { cause: error });
    }
    return new FolderLock(database);
  }

  release(): void {
    this.#database.close();
  }
}
