import type { Usage } from '../isolate/script-link.ts';
import type { Limits } from '../limits/limits.ts';

/** From this share of a limit on its session's log has a warning. */
const WARN_SHARE = 0.8;
const HALF = 0.5;
/** The same warning comes no more often than this. */
const INTERVAL_MS = 10_000;

type Kind = 'heap' | 'batch' | 'cpu' | 'sends' | 'queue';

export interface BudgetWarningsOptions {
  limits: Limits;
  /** Writes a line to the session's log. */
  write(text: string): void;
  /** A clock in milliseconds. */
  now(): number;
}

/** Tells a script's author what is running out before its session is slowed down or ended. */
export class BudgetWarnings {
  readonly #options: BudgetWarningsOptions;
  readonly #lastMs = new Map<Kind, number>();

  constructor(options: BudgetWarningsOptions) {
    this.#options = options;
  }

  /** A batch was run. */
  afterBatch({ cpuUs, wallUs, heapUsedKb }: Usage): void {
    const { heapMb, batchMs } = this.#options.limits;
    const heapUsedMb = heapUsedKb / 1024;
    if (heapUsedMb > heapMb * WARN_SHARE) {
      const used = `the script holds ${Math.round(heapUsedMb)} of ${heapMb} MiB`;
      this.#warn('heap', `${used}; its session ends when that is full (script_memory)`);
    }
    if (wallUs > batchMs * 1000 * HALF) {
      const took = `a batch took ${Math.round(wallUs / 1000)} ms (${Math.round(cpuUs / 1000)} ms of CPU time)`;
      this.#warn('batch', `${took}; the session ends when one takes ${batchMs} ms (script_timeout)`);
    }
  }

  /** Turns are being skipped. */
  paused(waitMs: number): void {
    const { cpuMsPerSecond } = this.#options.limits;
    const text = `the script has used up its budget; its next turn comes in ${Math.ceil(waitMs)} ms`;
    this.#warn('cpu', `${text} (it may use ${cpuMsPerSecond} ms of CPU time a second; see getBudget)`);
  }

  /** A turn is over in which the script sent more than it may. */
  sendsDropped(count: number): void {
    this.#warn(
      'sends',
      `${count} messages to players were dropped: too many in one turn (sentMessagesPerSecond)`,
    );
  }

  /** Senders are being held back. */
  queueHalfFull(): void {
    this.#warn(
      'queue',
      'the script falls behind: half its queue of events is full, and who sends is held back',
    );
  }

  #warn(kind: Kind, text: string): void {
    const nowMs = this.#options.now();
    const last = this.#lastMs.get(kind);
    if (last !== undefined && nowMs - last < INTERVAL_MS) return;
    this.#lastMs.set(kind, nowMs);
    this.#options.write(text);
  }
}
