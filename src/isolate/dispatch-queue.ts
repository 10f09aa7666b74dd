import type { WorkerRequest } from './watchdog.ts';
import type { WorkerSession } from './worker-session.ts';

/** A request that a worker has been sent and has not answered. */
interface Dispatch {
  session: WorkerSession;
  limitMs: number;
}

/**
 * The requests a worker has not answered, in the order it works through them. Only the one at the head can be
 * running, so only its session can be to blame; its time begins when it reached the head.
 */
export class DispatchQueue {
  #dispatches: Dispatch[] = [];
  #headSinceMs = 0;

  get head(): WorkerSession | undefined {
    return this.#dispatches[0]?.session;
  }

  /** @param limitMs wall time the request may take, as the worker itself enforces it */
  push(session: WorkerSession, limitMs: number, nowMs: number): void {
    if (this.#dispatches.length === 0) this.#headSinceMs = nowMs;
    this.#dispatches.push({ session, limitMs });
  }

  /** The worker answered: the next request begins now. Returns the session whose request it was. */
  shift(nowMs: number): WorkerSession | undefined {
    this.#headSinceMs = nowMs;
    return this.#dispatches.shift()?.session;
  }

  /** The worker came up: what was sent before counts from now on. */
  restartHead(nowMs: number): void {
    this.#headSinceMs = nowMs;
  }

  /** How long the head has been running, and how long it may; undefined when nothing is. Milliseconds. */
  headRequest(nowMs: number): WorkerRequest | undefined {
    const head = this.#dispatches[0];
    return head && { id: head, runningMs: nowMs - this.#headSinceMs, limitMs: head.limitMs };
  }
}
