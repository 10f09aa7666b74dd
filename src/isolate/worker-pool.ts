import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { BeginConfig } from '../../runtime-api/kernel/config.ts';
import { PlaypenError } from '../errors.ts';
import { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { Compartment } from './compartment.ts';
import type { SandboxOptions } from './sandbox/sandbox.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from './script-link.ts';
import { StrikeBook } from './strikes.ts';
import type { Trust } from './trust.ts';
import { WorkerLauncher } from './worker-launch.ts';
import type { WorkerLoad } from './worker-load.ts';
import { WorkerProcess } from './worker-process.ts';

/** How often workers are looked at: whether they answer, and what memory they hold. */
const WATCHDOG_INTERVAL_MS = 20;
/** A worker that ended before it was ready is replaced after a pause, which doubles each time. */
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;

export interface WorkerPoolOptions {
  /** Processes of one compartment; default: the number of cores. */
  workers?: number;
  /** The compartment that is there from the beginning; others come with their first session. Default: `shared`. */
  trust?: Trust;
  /** How workers are locked in; default: `{ kind: 'process' }`. */
  sandbox?: SandboxOptions;
  /** What runs inside each isolate before the script: see `runtime-bundle.ts`. */
  runtimeSource: string;
  limits: Limits;
  hits?: LimitHits;
  log: Logger;
  /** Microseconds since the epoch; default: the system's clock. */
  nowUs?: () => number;
}

const systemNowUs = (): number => Math.floor((performance.timeOrigin + performance.now()) * 1000);

/**
 * The script workers of one relay host: starts them, watches them, replaces those that die. Some stand ready, so
 * that a replacement need not be waited for.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #hits: LimitHits;
  readonly #strikes: StrikeBook;
  #launcher: WorkerLauncher | undefined;
  readonly #compartments = new Map<string, Compartment>();
  readonly #spares: WorkerProcess[] = [];
  /** All that live, and those that are being killed. */
  readonly #processes = new Set<WorkerProcess>();
  readonly #idleTimers = new Map<WorkerProcess, NodeJS.Timeout>();
  #watchdog: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  #pauseMs = 0;
  #lastExclusive = 0;
  #state: 'new' | 'running' | 'closed' = 'new';

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#hits = options.hits ?? new LimitHits();
    this.#strikes = new StrikeBook({
      limits: options.limits,
      hits: this.#hits,
      now: () => performance.now(),
    });
  }

  /**
   * Starts the workers of the first compartment.
   * @throws {PlaypenError} `runtime_unsupported` when one of them cannot start, `sandbox_unavailable` when they cannot
   * be locked in as is wanted
   */
  async start(): Promise<void> {
    const { sandbox = { kind: 'process' }, limits } = this.#options;
    this.#launcher = await WorkerLauncher.prepare(sandbox, limits);
    this.#state = 'running';
    const first = this.#add(keyOf(this.#firstTrust), 'always');
    this.#watchdog = setInterval(() => {
      // Answers that came while this process itself was busy are read first.
      setImmediate(() => {
        for (const worker of this.#processes) worker.watch();
      });
    }, WATCHDOG_INTERVAL_MS);
    await Promise.all([...first.workers].map(worker => worker.ready));
    this.#stockSpares();
  }

  /** Process ids of the workers that take sessions, for the operator and for tests. */
  get pids(): number[] {
    return this.#workers.flatMap(worker => worker.pid ?? []);
  }

  /** Of the workers that take sessions, for whoever samples them. */
  get loads(): WorkerLoad[] {
    return this.#workers.flatMap(worker => worker.load ?? []);
  }

  /** Workers that stand ready. */
  get spareCount(): number {
    return this.#spares.filter(worker => worker.isReady).length;
  }

  /** Isolates in all workers, in use or warm. */
  get isolateCount(): number {
    return this.#workers.reduce((sum, worker) => sum + worker.isolateCount, 0);
  }

  /**
   * Begins a game session in the worker of its compartment with the fewest isolates.
   * @throws {PlaypenError} `no_capacity`, `script_refused`
   */
  open(options: ScriptOptions, config: BeginConfig, listener: ScriptListener): ScriptLink {
    return this.#place(options).open(options, config, listener);
  }

  /**
   * Evaluates a script in an isolate of its own, which then stands ready for a session.
   * @throws {PlaypenError} `script_failed`, `script_timeout`, `script_memory`, `script_refused`, `no_capacity`
   */
  async check(options: ScriptOptions): Promise<void> {
    const worker = this.#place(options);
    try {
      await worker.check(options);
    } finally {
      this.#onIdle(worker);
    }
  }

  /** Lets isolates with this script stand ready in every worker of its compartment, now and to come. */
  keepWarm(options: ScriptOptions): void {
    this.#compartmentFor(options.trust).keepWarm(options);
  }

  /** Ends all workers; listeners of sessions that are still open hear `worker_lost`. */
  async close(): Promise<void> {
    this.#state = 'closed';
    clearInterval(this.#watchdog);
    clearTimeout(this.#restart);
    for (const timer of this.#idleTimers.values()) clearTimeout(timer);
    const processes = [...this.#processes];
    for (const process of processes) process.retire();
    await Promise.all(processes.map(process => process.exited));
    await this.#launcher?.close();
  }

  get #firstTrust(): Trust {
    return this.#options.trust ?? { tier: 'shared', tenantId: '' };
  }

  get #workers(): WorkerProcess[] {
    return [...this.#compartments.values()].flatMap(compartment => [...compartment.workers]);
  }

  #place({ owner, trust }: ScriptOptions): WorkerProcess {
    const worker = this.#compartmentFor(this.#strikes.tierFor(owner, trust)).pick();
    if (worker !== undefined) {
      clearTimeout(this.#idleTimers.get(worker));
      this.#idleTimers.delete(worker);
      return worker;
    }
    this.#forgetEmptyCompartments();
    const { limits } = this.#options;
    const isFull = this.#workers.length >= limits.workersPerHost;
    this.#hits.add(isFull ? 'workersPerHost' : 'sessionsPerWorker');
    throw new PlaypenError('no_capacity', 'no script worker has room for another game session');
  }

  #compartmentFor(trust: Trust): Compartment {
    const key = trust.tier === 'exclusive' ? `exclusive ${++this.#lastExclusive}` : keyOf(trust);
    return this.#compartments.get(key) ?? this.#add(key, 'on-demand');
  }

  #add(key: string, staffing: 'always' | 'on-demand'): Compartment {
    const { workers = availableParallelism(), limits } = this.#options;
    const isExclusive = key.startsWith('exclusive');
    const compartment = new Compartment({
      size: isExclusive ? 1 : Math.max(1, workers),
      sessionsPerWorker: isExclusive ? 1 : limits.sessionsPerWorker,
      staffing,
      hire: () => this.#hire(),
    });
    this.#compartments.set(key, compartment);
    return compartment;
  }

  /** Those that come and go, and have no worker: the last was lost, or there was none to hire. */
  #forgetEmptyCompartments(): void {
    for (const [key, { staffing, workers }] of this.#compartments) {
      if (staffing === 'on-demand' && workers.size === 0) this.#compartments.delete(key);
    }
  }

  #hire(): WorkerProcess | undefined {
    if (this.#workers.length >= this.#options.limits.workersPerHost) return undefined;
    const ready = this.#spares.findIndex(worker => worker.isReady);
    const [spare] = this.#spares.splice(Math.max(ready, 0), 1);
    if (spare !== undefined) {
      setImmediate(() => this.#stockSpares());
      return spare;
    }
    return this.#restart === undefined ? this.#spawn() : undefined;
  }

  #stockSpares(): void {
    if (this.#state !== 'running' || this.#restart !== undefined) return;
    while (this.#spares.length < this.#options.limits.spareWorkers) this.#spares.push(this.#spawn());
  }

  #spawn(): WorkerProcess {
    const { runtimeSource, limits, log, nowUs = systemNowUs } = this.#options;
    const worker = new WorkerProcess({
      launcher: this.#launcher!,
      runtimeSource,
      limits,
      hits: this.#hits,
      log,
      nowUs,
      onDoomed: doomed => this.#onDoomed(doomed),
      onCulprit: ({ owner, trust }) => this.#strikes.add(owner, trust),
      onIdle: idle => this.#onIdle(idle),
    });
    this.#processes.add(worker);
    void worker.exited.then(() => this.#processes.delete(worker));
    return worker;
  }

  /** Another worker takes the place of a lost one: at once, unless workers do not even start. */
  #onDoomed(worker: WorkerProcess): void {
    const at = this.#spares.indexOf(worker);
    if (at >= 0) this.#spares.splice(at, 1);
    for (const compartment of this.#compartments.values()) compartment.remove(worker);
    this.#forgetEmptyCompartments();
    clearTimeout(this.#idleTimers.get(worker));
    this.#idleTimers.delete(worker);
    if (this.#state !== 'running') return;
    this.#pauseMs = worker.isReady ? 0 : Math.min(Math.max(MIN_PAUSE_MS, this.#pauseMs * 2), MAX_PAUSE_MS);
    if (this.#pauseMs === 0) return this.#restaff();
    this.#restart ??= setTimeout(() => {
      this.#restart = undefined;
      this.#restaff();
    }, this.#pauseMs);
  }

  #restaff(): void {
    for (const compartment of this.#compartments.values()) compartment.restaff();
    setImmediate(() => this.#stockSpares());
  }

  /** A worker of a compartment that comes and goes is ended when nobody plays in it any more. */
  #onIdle(worker: WorkerProcess): void {
    const entry = [...this.#compartments].find(([, { workers }]) => workers.has(worker));
    if (entry === undefined || entry[1].staffing === 'always' || worker.sessionCount > 0) return;
    if (entry[0].startsWith('exclusive')) return worker.retire();
    clearTimeout(this.#idleTimers.get(worker));
    const timer = setTimeout(() => worker.retire(), this.#options.limits.idleWorkerMs);
    this.#idleTimers.set(worker, timer);
  }
}

function keyOf({ tier, tenantId }: Trust): string {
  return tier === 'shared' ? tier : `${tier} ${tenantId}`;
}
