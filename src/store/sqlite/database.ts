import { chmod, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { PlaypenError } from '../../errors.ts';
import { migrate } from './migrations.ts';

/** SQLite's code for a database that another connection has locked. */
const SQLITE_BUSY = 5;
/** What SQLite calls a database without a file. */
const IN_MEMORY = ':memory:';
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/*
 * The lock on the file is the operating system's and ends with the process, however that ends. With one owner the
 * write-ahead log needs no shared memory. A transaction is in the operating system's hands when it is committed and
 * on the disk some time later: a killed process loses nothing, a power failure at most what was not written yet.
 */
const PRAGMAS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -16384;
`;

/** One SQLite database, owned by this process alone, in its newest form. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  private constructor(connection: DatabaseSync) {
    this.#connection = connection;
    this.#begin = connection.prepare('BEGIN IMMEDIATE');
    this.#commit = connection.prepare('COMMIT');
    this.#rollback = connection.prepare('ROLLBACK');
  }

  /**
   * @param file made when it is not there, and its folder; both can be read by nobody else
   * @throws {PlaypenError} store_in_use, store_failed
   */
  static async open(file: string): Promise<Database> {
    let connection: DatabaseSync | undefined;
    try {
      if (file !== IN_MEMORY) await makePrivate(file);
      connection = new DatabaseSync(file, { timeout: 0 });
      connection.exec(PRAGMAS);
      // Also where nothing is to be migrated, this takes the lock.
      connection.exec('BEGIN EXCLUSIVE; COMMIT');
      migrate(connection, file);
      return new Database(connection);
    } catch (error) {
      connection?.close();
      if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
        throw new PlaypenError('store_in_use', file, { cause: error });
      }
      if (error instanceof PlaypenError) throw error;
      throw new PlaypenError('store_failed', `${file}: ${(error as Error).message}`, { cause: error });
    }
  }

  prepare(sql: string): StatementSync {
    return this.#connection.prepare(sql);
  }

  /** All that `work` does, or, when it throws, nothing. */
  transaction<T>(work: () => T): T {
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // After some errors, such as a full disk, SQLite has done so already.
      if (this.#connection.isTransaction) this.#rollback.run();
      throw error;
    }
  }

  close(): void {
    this.#connection.close();
  }
}

async function makePrivate(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: PRIVATE_FOLDER });
  // SQLite gives the files that it puts beside this one the same mode.
  await (await open(file, 'a', PRIVATE_FILE)).close();
  await chmod(file, PRIVATE_FILE);
}
