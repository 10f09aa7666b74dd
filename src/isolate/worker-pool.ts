import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { BeginConfig } from '../../runtime-api/kernel/config.ts';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { SandboxOptions } from './sandbox/sandbox.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from './script-link.ts';
import { WorkerLauncher } from './worker-launch.ts';
import { WorkerProcess } from './worker-process.ts';

const WATCHDOG_INTERVAL_MS = 25;
/** A worker that ended before it was ready is replaced after a pause, which doubles each time. */
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;

export interface WorkerPoolOptions {
  /** Number of processes; default: the number of cores. */
  workers?: number;
  /** How workers are locked in; default: `{ kind: 'process' }`. */
  sandbox?: SandboxOptions;
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
  #launcher: WorkerLauncher | undefined;
  /** Those that take sessions. */
  #workers = new Set<WorkerProcess>();
  /** Those too that are being killed. */
  #processes = new Set<WorkerProcess>();
  #replacements = new Set<NodeJS.Timeout>();
  #watchdog: NodeJS.Timeout | undefined;
  #warmScript: ScriptOptions | undefined;
  #pauseMs = 0;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts all workers.
   * @throws {PlaypenError} `runtime_unsupported` when one of them cannot start, `sandbox_unavailable` when they cannot
   * be locked in as is wanted
   */
  async start(): Promise<void> {
    const { sandbox = { kind: 'process' }, limits } = this.#options;
    this.#launcher = await WorkerLauncher.prepare(sandbox, limits);
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

  /** Isolates in all workers, in use or warm. */
  get isolateCount(): number {
    return [...this.#workers].reduce((sum, worker) => sum + worker.isolateCount, 0);
  }

  /** Begins a game session in the worker with the fewest isolates. Undefined while no worker is alive. */
  open(options: ScriptOptions, config: BeginConfig, listener: ScriptListener): ScriptLink | undefined {
    return this.#leastLoaded()?.open(options, config, listener);
  }

  /**
   * Evaluates a script in an isolate of its own, which then stands ready for a session.
   * @throws {PlaypenError} `script_failed`, `script_timeout`, `script_memory`, or `no_capacity` while no worker is alive
   */
  async check(options: ScriptOptions): Promise<void> {
    const worker = this.#leastLoaded();
    if (worker === undefined) throw new PlaypenError('no_capacity', 'no script worker is running');
    await worker.check(options);
  }

  /** Lets isolates with this script stand ready in every worker, now and to come. */
  keepWarm(options: ScriptOptions): void {
    this.#warmScript = options;
    for (const worker of this.#workers) worker.keepWarm(options);
  }

  /** Kills all workers; listeners of sessions that are still open hear `worker_lost`. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#watchdog);
    for (const timer of this.#replacements) clearTimeout(timer);
    const processes = [...this.#processes];
    for (const process of processes) process.kill();
    await Promise.all(processes.map(process => process.exited));
  }

  #leastLoaded(): WorkerProcess | undefined {
    let least: WorkerProcess | undefined;
    for (const worker of this.#workers) {
      if (least === undefined || worker.isolateCount < least.isolateCount) least = worker;
    }
    return least;
  }

  #spawn(): void {
    const { runtimeSource, limits, log, nowUs = systemNowUs } = this.#options;
    const worker = new WorkerProcess({
      launcher: this.#launcher!,
      runtimeSource,
      limits,
      log,
      nowUs,
      onDoomed: () => {
        this.#workers.delete(worker);
        this.#replace(worker);
      },
    });
    this.#processes.add(worker);
    void worker.exited.then(() => this.#processes.delete(worker));
    this.#workers.add(worker);
    if (this.#warmScript !== undefined) worker.keepWarm(this.#warmScript);
  }

  #replace({ isReady }: WorkerProcess): void {
    if (this.#isClosed) return;
    this.#options.log.warn('a script worker ended; starting another');
    this.#pauseMs = isReady ? 0 : Math.min(Math.max(MIN_PAUSE_MS, this.#pauseMs * 2), MAX_PAUSE_MS);
    if (this.#pauseMs === 0) return this.#spawn();
    const timer = setTimeout(() => {
      this.#replacements.delete(timer);
      this.#spawn();
    }, this.#pauseMs);
    this.#replacements.add(timer);
  }
}
