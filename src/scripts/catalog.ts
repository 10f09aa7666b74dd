import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { Limits } from '../limits/limits.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { inAuthorsPlaces } from './stack-mapper.ts';
import { TaskQueue } from './task-queue.ts';
import { infoOf, type ScriptVersion, type VersionInfo } from './version.ts';
import type { VersionStore } from './version-store.ts';

/** How many versions an ambiguous prefix is explained with. */
const MATCHES_SHOWN = 5;

export interface CatalogOptions {
  store: VersionStore;
  /** Bundles the script at a path, a file, a folder or a zip. Rejects with a PlaypenError when that cannot be. */
  bundle(path: string): Promise<ScriptBundle>;
  /**
   * Loads a script as a game session would, and lets go of it. Rejects with a PlaypenError when it cannot be
   * loaded; places in its detail are places in the bundle.
   */
  check(version: ScriptVersion): Promise<void>;
  /** The profile that `bundle` and `check` hold a version to; versions of another one are not run. */
  profile: IsolateProfile;
  /** The hashes of versions that game sessions run. */
  inUse(): ReadonlySet<string>;
  limits: Limits;
  log: Logger;
  /** Called when another version has become current, `open` aside; may not throw. */
  onCurrentChanged?(current: ScriptVersion, previous: ScriptVersion | undefined): void;
  /** Milliseconds since 1970. */
  now?(): number;
}

/** How a publication went that did not fail. */
export interface Publication {
  /** `unchanged`: the same content was current before. */
  outcome: 'current' | 'unchanged';
  version: ScriptVersion;
  /** The version that was current before; undefined when there was none, or it is `unchanged`. */
  previous: VersionInfo | undefined;
  tookMs: number;
  /** Absolute paths of all files it was made of. */
  inputs: string[];
}

export interface ListedVersion extends VersionInfo {
  isCurrent: boolean;
}

/**
 * The published versions of one script, and which of them the next game session gets. A version becomes current
 * only once it has been checked; whatever fails leaves the one before it current.
 */
export class ScriptCatalog {
  readonly #options: CatalogOptions;
  readonly #store: VersionStore;
  readonly #queue: TaskQueue;
  #current: ScriptVersion | undefined;
  #pruning: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: CatalogOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#queue = new TaskQueue({ maxRunning: 1, maxWaiting: options.limits.publishesWaiting });
  }

  /**
   * Opens the store; what was current when it was closed is current again, if it is of this profile.
   * @throws {PlaypenError} as the store does
   */
  async open(): Promise<void> {
    await this.#store.open();
    const hash = this.#store.current;
    const version = hash === undefined ? undefined : await this.#store.get(hash);
    if (version?.profile === this.#options.profile) this.#current = version;
  }

  /** What the next game session gets; undefined before anything was published. */
  get current(): ScriptVersion | undefined {
    return this.#current;
  }

  async get(hash: string): Promise<ScriptVersion | undefined> {
    return hash === this.#current?.hash ? this.#current : this.#store.get(hash);
  }

  /** Newest publication first. */
  list(): ListedVersion[] {
    const current = this.#current?.hash;
    return this.#store.list().map(info => ({ ...info, isCurrent: info.hash === current }));
  }

  /**
   * Bundles and checks the script at `path` and makes it current. Publications take turns.
   * @param label replaces the one that the same content has, when not empty
   * @throws {PlaypenError} script_not_found, script_invalid and whatever the check rejects with, all with the
   * author's places; publish_busy, store_failed, server_shutdown
   */
  publish(path: string, label = ''): Promise<Publication> {
    return this.#inTurn(() => this.#publish(path, label.slice(0, this.#options.limits.versionLabelLength)));
  }

  /**
   * Makes a stored version current again.
   * @param name its hash, or a beginning of it that no other has
   * @throws {PlaypenError} version_not_found, version_ambiguous, publish_busy, store_failed, server_shutdown
   */
  activate(name: string): Promise<ScriptVersion> {
    return this.#inTurn(async () => {
      const hash = this.#resolve(name);
      if (hash === this.#current?.hash) return this.#current;
      const version = await this.#store.get(hash);
      if (version === undefined) throw new PlaypenError('version_not_found', `${hash} is damaged`);
      this.#assertProfile(version);
      await this.#store.setCurrent(hash);
      this.#become(version);
      await this.#pruneQuietly();
      return version;
    });
  }

  /**
   * Removes versions, the oldest publications first, until `scriptVersionsKept` remain; the current one and those
   * in use stay in any case. Calls that wait for their turn together share one.
   */
  prune(): Promise<void> {
    if (this.#pruning !== undefined) return this.#pruning;
    const pruning = this.#inTurn(() => {
      this.#pruning = undefined;
      return this.#prune();
    });
    this.#pruning = pruning;
    const forget = (): void => {
      if (this.#pruning === pruning) this.#pruning = undefined;
    };
    pruning.then(forget, forget);
    return pruning;
  }

  /** Waits for what was begun, then closes the store. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#queue.settled();
    await this.#store.close();
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new PlaypenError('server_shutdown');
    return this.#queue.run(task);
  }

  async #publish(path: string, label: string): Promise<Publication> {
    const startedMs = performance.now();
    const bundle = await this.#options.bundle(path);
    const previous = this.#current;
    const stored = await this.get(bundle.hash);
    const version = this.#versionOf(bundle, stored, { path, label });
    const isUnchanged = stored !== undefined && stored === previous;
    if (isUnchanged) {
      if (version.label !== stored.label) await this.#relabel({ ...stored, label });
    } else {
      if (stored === undefined) await this.#check(version);
      await this.#store.put(version);
      await this.#store.setCurrent(version.hash);
      this.#become(version);
      await this.#pruneQuietly();
    }
    return {
      outcome: isUnchanged ? 'unchanged' : 'current',
      version: this.#current!,
      previous: isUnchanged || previous === undefined ? undefined : infoOf(previous),
      tookMs: performance.now() - startedMs,
      inputs: bundle.inputs,
    };
  }

  #versionOf(
    { hash, code, sourceMap, profile, warnings }: ScriptBundle,
    stored: ScriptVersion | undefined,
    { path, label }: { path: string; label: string },
  ): ScriptVersion {
    const publishedAt = this.#nextMoment();
    return {
      hash,
      label: label === '' ? (stored?.label ?? '') : label,
      createdAt: stored?.createdAt ?? publishedAt,
      publishedAt,
      source: path,
      profile,
      warnings,
      code,
      sourceMap,
    };
  }

  async #relabel(version: ScriptVersion): Promise<void> {
    await this.#store.put(version);
    this.#current = version;
  }

  /** Later than every publication before, whatever the clock says. */
  #nextMoment(): string {
    const nowMs = (this.#options.now ?? Date.now)();
    const newest = this.#store.list()[0];
    const earliestMs = newest === undefined ? nowMs : Date.parse(newest.publishedAt) + 1;
    return new Date(Math.max(nowMs, earliestMs)).toISOString();
  }

  async #check(version: ScriptVersion): Promise<void> {
    try {
      await this.#options.check(version);
    } catch (error) {
      throw inAuthorsPlaces(error, version.sourceMap);
    }
  }

  /** The gate and the check of another profile say nothing about this one. */
  #assertProfile({ hash, profile }: ScriptVersion): void {
    const wanted = this.#options.profile;
    if (profile === wanted) return;
    throw new PlaypenError(
      'version_not_found',
      `${hash} was published for the ${profile} profile and this server runs the ${wanted} one; publish it again`,
    );
  }

  #become(version: ScriptVersion): void {
    const previous = this.#current;
    this.#current = version;
    this.#options.onCurrentChanged?.(version, previous);
  }

  #resolve(name: string): string {
    const wanted = name.toLowerCase();
    const hashes = this.#store.list().map(({ hash }) => hash);
    const matches = wanted === '' ? [] : hashes.filter(hash => hash.startsWith(wanted));
    if (matches.length === 0) throw new PlaypenError('version_not_found', `"${name}"`);
    if (matches.length > 1) {
      const shown = matches.slice(0, MATCHES_SHOWN).join(', ');
      throw new PlaypenError('version_ambiguous', `"${name}" begins ${matches.length} of them: ${shown}`);
    }
    return matches[0]!;
  }

  async #prune(): Promise<void> {
    const inUse = this.#options.inUse();
    const old = this.#store.list().slice(this.#options.limits.scriptVersionsKept);
    for (const { hash } of old) {
      if (hash !== this.#current?.hash && !inUse.has(hash)) await this.#store.remove(hash);
    }
  }

  /** What became current is so, even if something old could not be removed. */
  async #pruneQuietly(): Promise<void> {
    try {
      await this.#prune();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'old versions of the script could not be removed');
    }
  }
}
