import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { byPublication, infoOf, type ScriptVersion, type VersionInfo } from './version.ts';
import { assertStorable } from './version-file.ts';
import type { VersionStore } from './version-store.ts';

/** Versions that last as long as the process. */
export class MemoryStore implements VersionStore {
  readonly #maxBytes: number;
  readonly #versions = new Map<string, ScriptVersion>();
  #current: string | undefined;

  constructor(limits: Limits) {
    this.#maxBytes = limits.storedVersionBytes;
  }

  async open(): Promise<void> {}

  list(): VersionInfo[] {
    return [...this.#versions.values()].map(infoOf).sort(byPublication);
  }

  async get(hash: string): Promise<ScriptVersion | undefined> {
    return this.#versions.get(hash);
  }

  async put(version: ScriptVersion): Promise<void> {
    assertStorable(version, this.#maxBytes);
    this.#versions.set(version.hash, { ...version });
  }

  async remove(hash: string): Promise<void> {
    if (hash === this.#current) throw new RangeError('the current version cannot be removed');
    this.#versions.delete(hash);
  }

  get current(): string | undefined {
    return this.#current;
  }

  async setCurrent(hash: string): Promise<void> {
    if (!this.#versions.has(hash)) throw new PlaypenError('version_not_found', hash);
    this.#current = hash;
  }

  async close(): Promise<void> {}
}
