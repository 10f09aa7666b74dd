import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, type FSWatcherEventMap, watch } from 'chokidar';
import type { Logger } from 'pino';
import type { Limits } from '../limits/limits.ts';
import { isInPackage, isInside } from './paths.ts';

/** Files that may hold the reason why a script cannot be bundled. */
const CODE_EXTENSION = /^\.(?:[cm]?[jt]s|[jt]sx|json)$/i;
/** Files that can become part of a script by appearing. */
const SOURCE_EXTENSION = /^(?:\.(?:[cm]?[jt]s|[jt]sx|json|txt))?$/i;
/**
 * A file that is newly watched may have changed before that took effect, so it is looked at once more, so long after
 * it was reported.
 */
const SECOND_LOOK_MS = 100;
const MANIFEST = 'package.json';
/** What installers of packages write into `node_modules` last. */
const INSTALLED_MARKERS = ['.package-lock.json', '.modules.yaml', '.yarn-integrity', '.yarn-state.yml'];

export interface WatchedFilesOptions {
  /** The script: a file or a folder, which need not exist yet. */
  path: string;
  limits: Limits;
  log: Logger;
  /** Something changed that the script's bundle may depend on. */
  onChanged(): void;
}

/**
 * The files that a script's bundle depends on, or could: everything in its folder but packages and dot folders, and
 * of those the files that it was made of last.
 */
export class WatchedFiles {
  readonly #path: string;
  readonly #options: WatchedFilesOptions;
  #watcher: FSWatcher | undefined;
  #root = '';
  /** What was found in the folder, as far as `watchedFiles` goes. */
  readonly #found = new Set<string>();
  /** What is watched by its own path: nothing that is found in the folder would be it. */
  readonly #named = new Set<string>();
  /** Of those, the ones that are not watched yet, for all one knows. */
  readonly #awaited = new Set<string>();
  readonly #secondLook = new Set<string>();
  #secondLookTimer: NodeJS.Timeout | undefined;
  #inputs: ReadonlySet<string> = new Set();
  #hasFailed = true;
  #bundledSinceMs = 0;
  #hasWarned = { limit: false, error: false };

  constructor(options: WatchedFilesOptions) {
    this.#options = options;
    this.#path = resolve(options.path);
  }

  /** Resolves once changes are noticed. */
  async open(): Promise<void> {
    this.#root = (await rootOf(this.#path)) ?? this.#path;
    this.#found.clear();
    this.#named.clear();
    this.#awaited.clear();
    for (const path of this.#alwaysNamed()) this.#named.add(path);
    const watcher = watch([this.#root, ...this.#named], {
      ignored: path => this.#isIgnored(path),
      followSymlinks: false,
      // What belongs together is put together by whoever is told.
      atomic: false,
    });
    this.#watcher = watcher;
    const ready = Promise.withResolvers<void>();
    let isReady = false;
    watcher.on('error', error => this.#warnOf(error));
    watcher.on('all', (event, path, stats) => {
      if (isReady && this.#matters(event, path, stats)) this.#options.onChanged();
    });
    watcher.on('ready', () => {
      isReady = true;
      ready.resolve();
    });
    await ready.promise;
  }

  /**
   * Follows what a bundle was made of.
   * @param inputs absolute paths; undefined when there is no bundle, which leaves those of the one before
   * @param startedMs when its bundling began, as Date.now gives it
   */
  async follow(inputs: readonly string[] | undefined, startedMs: number): Promise<void> {
    this.#hasFailed = inputs === undefined;
    this.#bundledSinceMs = startedMs;
    if (inputs !== undefined) this.#inputs = new Set(inputs);
    const root = await rootOf(this.#path);
    if (root !== undefined && root !== this.#root) {
      await this.close();
      await this.open();
      this.#options.onChanged();
    }
    this.#watchNamed();
  }

  async close(): Promise<void> {
    clearTimeout(this.#secondLookTimer);
    this.#secondLookTimer = undefined;
    this.#secondLook.clear();
    await this.#watcher?.close();
    this.#watcher = undefined;
  }

  #alwaysNamed(): string[] {
    const markers = INSTALLED_MARKERS.map(name => join(this.#root, 'node_modules', name));
    return [this.#path, ...markers];
  }

  #watchNamed(): void {
    const wanted = new Set(this.#alwaysNamed());
    for (const path of this.#inputs) {
      if (this.#isFoundByItself(path)) continue;
      wanted.add(path);
      if (isInPackage(this.#root, path)) wanted.add(packageManifest(path));
    }
    const added = [...wanted].filter(path => !this.#named.has(path));
    // Named files of the folder itself stay watched, as they would without a name.
    const removed = [...this.#named].filter(path => !wanted.has(path) && this.#isExcluded(path));
    for (const path of added) {
      this.#named.add(path);
      this.#awaited.add(path);
    }
    for (const path of removed) {
      this.#named.delete(path);
      this.#awaited.delete(path);
    }
    if (removed.length > 0) this.#watcher?.unwatch(removed);
    if (added.length > 0) this.#watcher?.add(added);
  }

  #isFoundByItself(path: string): boolean {
    if (!isInside(this.#root, path) || this.#isExcluded(path)) return false;
    return this.#found.has(path) || this.#found.size < this.#options.limits.watchedFiles;
  }

  /** Whether a path inside the root belongs to a package or a dot folder. */
  #isExcluded(path: string): boolean {
    const segments = relative(this.#root, path).split(sep);
    return segments.some(segment => segment === 'node_modules' || segment.startsWith('.'));
  }

  #isIgnored(path: string): boolean {
    if (path === this.#root || this.#named.has(path)) return false;
    if (!isInside(this.#root, path) || this.#isExcluded(path)) return true;
    if (this.#found.has(path)) return false;
    if (this.#found.size < this.#options.limits.watchedFiles) {
      this.#found.add(path);
      return false;
    }
    if (!this.#hasWarned.limit) {
      this.#hasWarned.limit = true;
      const detail = { root: this.#root, watchedFiles: this.#options.limits.watchedFiles };
      this.#options.log.warn(detail, 'the folder of the script holds too many files to watch them all');
    }
    return true;
  }

  #matters(event: FSWatcherEventMap['all'][0], path: string, stats: Stats | undefined): boolean {
    const isGone = event === 'unlink' || event === 'unlinkDir';
    if (isGone) this.#found.delete(path);
    if (event === 'add' && this.#awaited.delete(path)) {
      this.#secondLook.add(path);
      this.#secondLookTimer ??= setTimeout(() => void this.#lookAgain(), SECOND_LOOK_MS);
      return false;
    }
    if (event.endsWith('Dir') || this.#inputs.has(path) || this.#named.has(path)) return true;
    if (event !== 'change') return SOURCE_EXTENSION.test(extname(path));
    if (basename(path) === MANIFEST || stats?.isSymbolicLink()) return true;
    return this.#hasFailed && CODE_EXTENSION.test(extname(path));
  }

  async #lookAgain(): Promise<void> {
    this.#secondLookTimer = undefined;
    const paths = [...this.#secondLook];
    this.#secondLook.clear();
    const statuses = await Promise.all(paths.map(path => stat(path).catch(() => undefined)));
    // When a file is gone, that was reported.
    if (statuses.some(status => status !== undefined && status.ctimeMs >= this.#bundledSinceMs)) {
      this.#options.onChanged();
    }
  }

  #warnOf(error: unknown): void {
    if (this.#hasWarned.error) return;
    this.#hasWarned.error = true;
    this.#options.log.warn({ err: error, root: this.#root }, 'some changes of the script may go unnoticed');
  }
}

/** The folder whose files a script is made of; undefined when there is none. */
async function rootOf(path: string): Promise<string | undefined> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch {
    return undefined;
  }
}

/** The package.json of the package that a file below `node_modules` belongs to. */
function packageManifest(path: string): string {
  const segments = path.split(sep);
  const name = segments.lastIndexOf('node_modules') + 1;
  const isScoped = segments[name]?.startsWith('@') ?? false;
  return [...segments.slice(0, name + (isScoped ? 2 : 1)), MANIFEST].join(sep);
}
