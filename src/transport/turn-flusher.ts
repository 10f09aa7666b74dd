import { performance } from 'node:perf_hooks';
import { afterRest } from '../limits/rest.ts';
import { FrameRun } from './frame-run.ts';

export interface Flushable {
  flush(): void;
}

/** So many times as long as a flush took, the next one waits; so that writing takes no more than a tenth of the time. */
const REST_FACTOR = 9;

/**
 * Flushes everybody who asked for it once, when the current turn of the event loop has handled its I/O. Whoever
 * asks while a flush runs has a place in the next one. Bounded by its callers: each asks once between flushes.
 *
 * What a write costs is the call, not the bytes. So a host that has many sockets to write to rests after each flush,
 * and what comes meanwhile for the same socket shares a write; `npm run bench -- relay` has both beside each other. A
 * host that has little to write never rests.
 */
export class TurnFlusher {
  readonly #restMaxMs: number;
  #waiting: Flushable[] = [];
  #noFrames = FrameRun.empty();
  #restUntilMs = 0;

  /** @param restMaxMs the longest that a flush waits for more to write */
  constructor(restMaxMs: number) {
    this.#restMaxMs = restMaxMs;
  }

  /** What all queues of frames begin with, until the next flush. */
  get noFrames(): FrameRun {
    return this.#noFrames;
  }

  schedule(flushable: Flushable): void {
    this.#waiting.push(flushable);
    if (this.#waiting.length > 1) return;
    afterRest(this.#restUntilMs - performance.now(), () => this.#run());
  }

  #run(): void {
    const startedMs = performance.now();
    const ready = this.#waiting;
    this.#waiting = [];
    this.#noFrames = FrameRun.empty();
    for (const flushable of ready) flushable.flush();
    const endedMs = performance.now();
    this.#restUntilMs = endedMs + Math.min((endedMs - startedMs) * REST_FACTOR, this.#restMaxMs);
  }
}
