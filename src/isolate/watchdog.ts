import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { WorkerDeath } from './worker-death.ts';

/** What one worker is doing, as its relay host sees it. */
export interface WorkerView {
  isReady: boolean;
  /** The request it is working on; undefined when there is none. */
  head: WorkerRequest | undefined;
  residentMb: number;
  /** For how long it could have run and had no processor, since it began, milliseconds. */
  waitedMs: number;
}

export interface WorkerRequest {
  /** The same for as long as it is the same request. */
  id: unknown;
  runningMs: number;
  limitMs: number;
}

/** Judges one worker: whether it has to be killed. To be asked at short intervals. */
export class Watchdog {
  readonly #limits: Limits;
  readonly #hits: LimitHits;
  readonly #startedMs = performance.now();
  #recoveringUntilMs = Number.NEGATIVE_INFINITY;
  #headId: unknown;
  #lastWaitedMs = 0;
  /** What `waitedMs` was when the request began that runs now. */
  #headWaitedMs = 0;

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
  judge({ isReady, head, residentMb, waitedMs }: WorkerView): WorkerDeath | undefined {
    const { workerStartMs, workerMemoryMb } = this.#limits;
    this.#noteWaited(head, waitedMs);
    if (residentMb > workerMemoryMb) {
      this.#hits.add('workerMemoryMb');
      return { kind: 'memory', used: Math.ceil(residentMb), allowed: workerMemoryMb };
    }
    const start = { runningMs: performance.now() - this.#startedMs, limitMs: workerStartMs };
    const request = isReady ? head : start;
    if (request === undefined) return undefined;
    const allowed = request.limitMs + this.#slackMs(request.runningMs, waitedMs);
    if (request.runningMs <= allowed) return undefined;
    this.#hits.add(isReady ? 'watchdogSlackMs' : 'workerStartMs');
    return { kind: 'stuck', used: Math.round(request.runningMs), allowed: Math.round(allowed) };
  }

  #noteWaited(head: WorkerRequest | undefined, waitedMs: number): void {
    if (head?.id !== this.#headId) {
      this.#headId = head?.id;
      // It began since this was last looked at.
      this.#headWaitedMs = this.#lastWaitedMs;
    }
    this.#lastWaitedMs = waitedMs;
  }

  #slackMs(runningMs: number, waitedMs: number): number {
    const { watchdogSlackMs, recoveryMs, starvedMs } = this.#limits;
    const isRecovering = performance.now() - runningMs < this.#recoveringUntilMs;
    // On a busy machine a worker may be late through no fault of its own.
    const waited = Math.min(waitedMs - this.#headWaitedMs, starvedMs);
    return watchdogSlackMs + (isRecovering ? recoveryMs : 0) + waited;
  }
}
