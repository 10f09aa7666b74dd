import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { syncFolder, UNFINISHED_SUFFIX, writeDurably } from './durable-file.ts';
import { FolderLock } from './folder-lock.ts';
import { byPublication, infoOf, type ScriptVersion, type VersionInfo } from './version.ts';
import { assertStorable, decodeVersion, encodeVersion } from './version-file.ts';
import type { VersionStore } from './version-store.ts';

const CURRENT_FILE = 'current';
const LOCK_FILE = 'lock.sqlite';
const VERSION_SUFFIX = '.version';
const DAMAGED_SUFFIX = '.damaged';
const VERSION_FILE = /^([0-9a-f]{64})\.version$/;

export interface FileStoreOptions {
  /** Made when it is not there; holds nothing else. */
  directory: string;
  limits: Limits;
  log: Logger;
}

/**
 * Versions in a folder: `HASH.version` for each, and `current`, which holds a hash. Every file is replaced as a whole,
 * so the process may be killed at any moment. What is damaged all the same is renamed to `….damaged`, logged,
 * and never served. Where `current` names no version, the newest one is current.
 */
export class FileStore implements VersionStore {
  readonly #directory: string;
  readonly #maxBytes: number;
  readonly #log: Logger;
  readonly #versions = new Map<string, VersionInfo>();
  #lock: FolderLock | undefined;
  #current: string | undefined;

  constructor({ directory, limits, log }: FileStoreOptions) {
    this.#directory = directory;
    this.#maxBytes = limits.storedVersionBytes;
    this.#log = log;
  }

  async open(): Promise<void> {
    await this.#onDisk(async () => {
      await mkdir(this.#directory, { recursive: true });
      this.#lock = FolderLock.take(this.#path(LOCK_FILE));
    });
    try {
      await this.#onDisk(() => this.#load());
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  list(): VersionInfo[] {
    return [...this.#versions.values()].sort(byPublication);
  }

  async get(hash: string): Promise<ScriptVersion | undefined> {
    if (!this.#versions.has(hash)) return undefined;
    return this.#onDisk(() => this.#read(hash));
  }

  async put(version: ScriptVersion): Promise<void> {
    assertStorable(version, this.#maxBytes);
    await this.#onDisk(() => writeDurably(this.#versionPath(version.hash), encodeVersion(version)));
    this.#versions.set(version.hash, infoOf(version));
  }

  async remove(hash: string): Promise<void> {
    if (hash === this.#current) throw new RangeError('the current version cannot be removed');
    if (!this.#versions.has(hash)) return;
    await this.#onDisk(async () => {
      await rm(this.#versionPath(hash), { force: true });
      await syncFolder(this.#directory);
    });
    this.#versions.delete(hash);
  }

  get current(): string | undefined {
    return this.#current;
  }

  async setCurrent(hash: string): Promise<void> {
    if (!this.#versions.has(hash)) throw new PlaypenError('version_not_found', hash);
    await this.#onDisk(() => writeDurably(this.#path(CURRENT_FILE), `${hash}\n`));
    this.#current = hash;
  }

  async close(): Promise<void> {
    this.#lock?.release();
    this.#lock = undefined;
  }

  async #load(): Promise<void> {
    for (const name of await readdir(this.#directory)) {
      if (name.endsWith(UNFINISHED_SUFFIX)) await rm(this.#path(name), { force: true });
      const hash = VERSION_FILE.exec(name)?.[1];
      const version = hash === undefined ? undefined : await this.#read(hash);
      if (version !== undefined) this.#versions.set(version.hash, infoOf(version));
    }
    await this.#loadCurrent();
  }

  async #loadCurrent(): Promise<void> {
    const text = await readFile(this.#path(CURRENT_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const hash = text.trim();
    if (this.#versions.has(hash)) {
      this.#current = hash;
      return;
    }
    const newest = this.list()[0]?.hash;
    if (newest === undefined) return;
    this.#log.warn(
      { hash: newest },
      'no stored version of the script is marked as current: taking the newest',
    );
    await this.setCurrent(newest);
  }

  /** Undefined when the file is damaged or gone; it is set aside then. */
  async #read(hash: string): Promise<ScriptVersion | undefined> {
    const path = this.#versionPath(hash);
    const version = await this.#readWhole(path, hash);
    if (version !== undefined) return version;
    this.#versions.delete(hash);
    if (this.#current === hash) this.#current = undefined;
    const damaged = `${path}${DAMAGED_SUFFIX}`;
    await rename(path, damaged).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    this.#log.warn({ path: damaged }, 'a stored version of the script is damaged and was set aside');
    return undefined;
  }

  async #readWhole(path: string, hash: string): Promise<ScriptVersion | undefined> {
    try {
      const status = await stat(path);
      if (!status.isFile() || status.size > this.#maxBytes) return undefined;
      return decodeVersion(await readFile(path), hash);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }

  #versionPath(hash: string): string {
    return this.#path(`${hash}${VERSION_SUFFIX}`);
  }

  async #onDisk<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof PlaypenError) throw error;
      throw new PlaypenError('store_failed', (error as Error).message, { cause: error });
    }
  }
}
