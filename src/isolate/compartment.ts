import type { ScriptOptions } from './script-link.ts';
import type { WorkerProcess } from './worker-process.ts';

export interface CompartmentOptions {
  /** The most workers. */
  size: number;
  sessionsPerWorker: number;
  /** `always`: all workers are there from the beginning, and replaced when one is lost. `on-demand`: as sessions come. */
  staffing: 'always' | 'on-demand';
  /** A worker that has run nothing yet; undefined when there can be none for now. */
  hire(): WorkerProcess | undefined;
}

/** Workers whose sessions trust each other as far as their tier says. A worker never changes its compartment. */
export class Compartment {
  readonly #options: CompartmentOptions;
  readonly #workers = new Set<WorkerProcess>();
  #warmScript: ScriptOptions | undefined;

  constructor(options: CompartmentOptions) {
    this.#options = options;
    this.restaff();
  }

  get workers(): ReadonlySet<WorkerProcess> {
    return this.#workers;
  }

  get staffing(): CompartmentOptions['staffing'] {
    return this.#options.staffing;
  }

  /** The worker for one more session; undefined when there is no room. */
  pick(): WorkerProcess | undefined {
    const { size, sessionsPerWorker, staffing } = this.#options;
    const isEachBusy = [...this.#workers].every(worker => worker.sessionCount > 0);
    if (staffing === 'on-demand' && isEachBusy && this.#workers.size < size) this.#hire();
    let least: WorkerProcess | undefined;
    for (const worker of this.#workers) {
      if (worker.sessionCount >= sessionsPerWorker) continue;
      if (least === undefined || worker.isolateCount < least.isolateCount) least = worker;
    }
    return least;
  }

  /** Lets isolates with this script stand ready in every worker, now and to come. */
  keepWarm(script: ScriptOptions): void {
    this.#warmScript = script;
    for (const worker of this.#workers) worker.keepWarm(script);
  }

  /** Nothing happens when it is none of these. */
  remove(worker: WorkerProcess): void {
    this.#workers.delete(worker);
  }

  /** Hires what is missing, where all are always to be there. */
  restaff(): void {
    if (this.#options.staffing === 'on-demand') return;
    while (this.#workers.size < this.#options.size && this.#hire()) {
      // One after the other.
    }
  }

  #hire(): boolean {
    const worker = this.#options.hire();
    if (worker === undefined) return false;
    this.#workers.add(worker);
    if (this.#warmScript !== undefined) worker.keepWarm(this.#warmScript);
    return true;
  }
}
