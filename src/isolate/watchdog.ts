import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { WorkerDeath } from './worker-death.ts';

/** What one worker is doing, as its relay host sees it. */
export interface WorkerView {
  isReady: boolean;
  /** The request it is working on; undefined when there is none. */
  head: { runningMs: number; limitMs: number } | undefined;
  residentMb: number;
}

/** Judges one worker: whether it has to be killed. */
export class Watchdog {
  readonly #limits: Limits;
  readonly #hits: LimitHits;
  readonly #startedMs = performance.now();
  #recoveringUntilMs = Number.NEGATIVE_INFINITY;

  constructor(limits: Limits, hits: LimitHits) {
    this.#limits = limits;
    this.#hits = hits;
  }

  /**
   * An isolate reached a limit of its own and was thrown away. Freeing what it held can keep its worker from anything
   * else for a while, which is not the fault of whoever comes next.
   */
  noteLimitReached(): void {
    this.#recoveringUntilMs = performance.now() + this.#limits.recoveryMs;
  }

  /** Undefined for a worker that does what it should. */
  judge({ isReady, head, residentMb }: WorkerView): WorkerDeath | undefined {
    const { watchdogSlackMs, workerStartMs, workerMemoryMb, recoveryMs } = this.#limits;
    if (residentMb > workerMemoryMb) {
      this.#hits.add('workerMemoryMb');
      return { kind: 'memory', used: Math.ceil(residentMb), allowed: workerMemoryMb };
    }
    const nowMs = performance.now();
    const { runningMs, limitMs } = isReady
      ? (head ?? { runningMs: 0, limitMs: 0 })
      : { runningMs: nowMs - this.#startedMs, limitMs: workerStartMs };
    const isRecovering = nowMs - runningMs < this.#recoveringUntilMs;
    const allowed = limitMs + watchdogSlackMs + (isRecovering ? recoveryMs : 0);
    if (runningMs <= allowed) return undefined;
    this.#hits.add(isReady ? 'watchdogSlackMs' : 'workerStartMs');
    return { kind: 'stuck', used: Math.round(runningMs), allowed };
  }
}
