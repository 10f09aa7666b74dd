import type { Logger } from 'pino';
import type { Limits } from '../limits/limits.ts';
import type { Publication } from './catalog.ts';
import { WatchedFiles } from './watched-files.ts';

/** So long must nothing have changed before changes are published. */
const QUIET_MS = 30;
/** Changes are published so long after the first of them at the latest. */
const LONGEST_NOISE_MS = 500;
/** So long a failure is kept back, in case the change that mends it is on its way. */
const FAILURE_HELD_MS = 150;
/** From the first failure on, so long failures are kept back at most. */
const LONGEST_FAILURE_HELD_MS = 2_000;

export interface WatcherOptions {
  /** The script: a file or a folder, which need not exist yet. */
  path: string;
  /** Where it is published. */
  catalog: { publish(path: string): Promise<Publication> };
  limits: Limits;
  log: Logger;
  /** Every publication that the folder's changes led to, `unchanged` ones too. May not throw. */
  onPublished(publication: Publication): void;
  /** What `publish` threw, unless changes followed at once. May not throw. */
  onFailed(error: unknown): void;
}

/**
 * Publishes a script whenever its files change: once for changes that come together, and always once more when
 * something changes while it is being published, so that what is current is what the files hold.
 */
export class ScriptWatcher {
  readonly #options: WatcherOptions;
  readonly #files: WatchedFiles;
  #settleTimer: NodeJS.Timeout | undefined;
  #firstChangeMs: number | undefined;
  #publishing: Promise<void> | undefined;
  #isStale = false;
  #failureTimer: NodeJS.Timeout | undefined;
  #firstFailureMs: number | undefined;
  #isClosed = false;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const { path, limits, log } = options;
    this.#files = new WatchedFiles({ path, limits, log, onChanged: () => this.#changed() });
  }

  /** Watches, publishes what there is now, and resolves when that has ended, well or not. */
  async start(): Promise<void> {
    await this.#files.open();
    await this.#publish();
  }

  /** Nothing is reported from now on; resolves when nothing is watched any more and no publication runs. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#settleTimer);
    clearTimeout(this.#failureTimer);
    await this.#publishing;
    await this.#files.close();
  }

  #changed(): void {
    if (this.#isClosed) return;
    clearTimeout(this.#failureTimer);
    const nowMs = performance.now();
    this.#firstChangeMs ??= nowMs;
    const noiseLeftMs = this.#firstChangeMs + LONGEST_NOISE_MS - nowMs;
    clearTimeout(this.#settleTimer);
    this.#settleTimer = setTimeout(() => void this.#publish(), Math.min(QUIET_MS, Math.max(0, noiseLeftMs)));
  }

  async #publish(): Promise<void> {
    this.#firstChangeMs = undefined;
    if (this.#publishing !== undefined) {
      this.#isStale = true;
      return;
    }
    this.#publishing = this.#publishUntilFresh();
    await this.#publishing;
  }

  async #publishUntilFresh(): Promise<void> {
    do {
      this.#isStale = false;
      await this.#publishOnce();
    } while (this.#isStale && !this.#isClosed);
    this.#publishing = undefined;
  }

  async #publishOnce(): Promise<void> {
    const { path, catalog, onPublished } = this.#options;
    const startedMs = Date.now();
    let publication: Publication;
    try {
      publication = await catalog.publish(path);
    } catch (error) {
      await this.#files.follow(undefined, startedMs);
      this.#failed(error);
      return;
    }
    await this.#files.follow(publication.inputs, startedMs);
    this.#firstFailureMs = undefined;
    if (!this.#isClosed) onPublished(publication);
  }

  /** A failure is kept back as long as further changes may be about to mend it. */
  #failed(error: unknown): void {
    if (this.#isClosed) return;
    const nowMs = performance.now();
    this.#firstFailureMs ??= nowMs;
    if (nowMs - this.#firstFailureMs >= LONGEST_FAILURE_HELD_MS) {
      this.#reportFailure(error);
    } else if (!this.#isStale && this.#firstChangeMs === undefined) {
      this.#failureTimer = setTimeout(() => this.#reportFailure(error), FAILURE_HELD_MS);
    }
  }

  #reportFailure(error: unknown): void {
    this.#firstFailureMs = undefined;
    this.#options.onFailed(error);
  }
}
