import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Limits } from '../limits/limits.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from './script-link.ts';
import { WorkerProcess } from './worker-process.ts';

const WATCHDOG_INTERVAL_MS = 25;
/** A worker that dies sooner than this after its start is replaced after a pause, which doubles each time. */
const FAST_DEATH_MS = 2_000;
const MAX_PAUSE_MS = 5_000;

export interface WorkerPoolOptions {
  /** Number of processes; default: the number of cores. */
  workers?: number;
  /** What runs inside each isolate before the script: see `runtime-bundle.ts`. */
  runtimeSource: string;
  limits: Limits;
  log: Logger;
  /** Microseconds since the epoch; default: the system's clock. */
  nowUs?: () => number;
}

const systemNowUs = (): number => Math.floor((performance.timeOrigin + performance.now()) * 1000);

/** The script workers of one relay host: starts them, watches them, replaces those that die. */
export class WorkerPool {
  #options: WorkerPoolOptions;
  #workers = new Set<WorkerProcess>();
  #replacements = new Set<NodeJS.Timeout>();
  #watchdog: NodeJS.Timeout | undefined;
  #lastSessionNumber = 0;
  #pauseMs = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts all workers.
   * @throws {PlaypenError} `runtime_unsupported` when one of them cannot start
   */
  async start(): Promise<void> {
    const count = Math.max(1, this.#options.workers ?? availableParallelism());
    for (let i = 0; i < count; i++) this.#spawn();
    this.#watchdog = setInterval(() => {
      for (const worker of this.#workers) worker.checkOverdue();
    }, WATCHDOG_INTERVAL_MS);
    await Promise.all([...this.#workers].map(worker => worker.ready));
  }

  /** Process ids of the workers, for the operator and for tests. */
  get pids(): number[] {
    return [...this.#workers].flatMap(worker => worker.pid ?? []);
  }

  /** Starts a script in the worker with the fewest sessions. Undefined while no worker is alive. */
  open(options: ScriptOptions, listener: ScriptListener): ScriptLink | undefined {
    let home: WorkerProcess | undefined;
    for (const worker of this.#workers) {
      if (home === undefined || worker.sessionCount < home.sessionCount) home = worker;
    }
    return home?.open(++this.#lastSessionNumber, options, listener);
  }

  /** Kills all workers; listeners of sessions that are still open hear `worker_lost`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watchdog);
    for (const timer of this.#replacements) clearTimeout(timer);
    const workers = [...this.#workers];
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map(worker => worker.exited));
  }

  #spawn(): void {
    const { runtimeSource, limits, log, nowUs = systemNowUs } = this.#options;
    const startedMs = performance.now();
    const worker = new WorkerProcess({
      runtimeSource,
      limits,
      log,
      nowUs,
      onExit: () => {
        this.#workers.delete(worker);
        this.#replace(performance.now() - startedMs);
      },
    });
    this.#workers.add(worker);
  }

  #replace(livedMs: number): void {
    if (this.#isClosed) return;
    this.#options.log.warn('a script worker ended; starting another');
    this.#pauseMs = livedMs < FAST_DEATH_MS ? Math.min(Math.max(50, this.#pauseMs * 2), MAX_PAUSE_MS) : 0;
    const timer = setTimeout(() => {
      this.#replacements.delete(timer);
      this.#spawn();
    }, this.#pauseMs);
    this.#replacements.add(timer);
  }
}
