import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { Limits } from '../limits/limits.ts';
import type { BundleOptions } from './bundle.ts';
import { BundlingProcess } from './bundler/process.ts';
import { bundleOptions, type ScriptBundler } from './local-bundler.ts';
import type { ScriptBundle } from './script-bundle.ts';
import { TaskQueue } from './task-queue.ts';

/** So long after a bundle the next process is started, which should not slow down what follows the bundle. */
const SPARE_DELAY_MS = 200;

/**
 * Bundles scripts of strangers: each in a process of its own that can do no harm but to itself. One process stands
 * ready, so that starting it is not what an author waits for.
 */
export class Bundler implements ScriptBundler {
  readonly #limits: Limits;
  readonly #log: Logger;
  readonly #queue: TaskQueue;
  /** All that have not ended. */
  readonly #processes = new Set<BundlingProcess>();
  #spare: BundlingProcess | undefined;
  #spareTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(limits: Limits, log: Logger) {
    this.#limits = limits;
    this.#log = log;
    this.#queue = new TaskQueue({ maxRunning: limits.bundleProcesses, maxWaiting: limits.publishesWaiting });
    this.#spare = this.#start();
  }

  /**
   * Bundles the script at `path` as `bundleScript` does, for isolates of this profile.
   * @param entry the file in the folder or zip file that exports `ssExports`; default: it is looked for
   * @throws {PlaypenError} script_not_found, script_invalid, publish_busy, server_shutdown
   */
  bundle(path: string, profile: IsolateProfile, entry?: string): Promise<ScriptBundle> {
    return this.#queue.run(async () => {
      if (this.#isClosed) throw new PlaypenError('server_shutdown');
      clearTimeout(this.#spareTimer);
      const bundling = this.#spare ?? this.#start();
      this.#spare = undefined;
      try {
        return await bundling.bundle(this.#request(path, { ...bundleOptions(this.#limits, profile), entry }));
      } finally {
        this.#startSpareSoon();
      }
    });
  }

  /** Ends what is under way, with server_shutdown; resolves when no process is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#spareTimer);
    for (const one of this.#processes) one.kill(new PlaypenError('server_shutdown'));
    await Promise.all([...this.#processes].map(one => one.ended));
  }

  #request(path: string, options: BundleOptions) {
    return { path, workingDirectory: process.cwd(), options };
  }

  #start(): BundlingProcess {
    const started = new BundlingProcess(this.#limits, this.#log);
    this.#processes.add(started);
    void started.ended.then(() => {
      this.#processes.delete(started);
      if (this.#spare === started) this.#spare = undefined;
    });
    return started;
  }

  #startSpareSoon(): void {
    if (this.#isClosed || this.#spare !== undefined) return;
    clearTimeout(this.#spareTimer);
    this.#spareTimer = setTimeout(() => {
      this.#spare ??= this.#start();
    }, SPARE_DELAY_MS);
  }
}
