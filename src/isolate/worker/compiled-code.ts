import type ivm from 'isolated-vm';
import { TokenBucket } from '../../limits/token-bucket.ts';

/** What V8's compilers may hold for an isolate before it is asked to take their code. */
export const HELD_BYTES = 500_000;
/**
 * No more often than this: a script that makes many functions hot pays a few milliseconds of its CPU time each second. While
 * it comes to nothing, since the compilers are busy with others, each time after twice as long.
 */
const LEAST_INTERVAL_MS = 1_000;
const MOST_INTERVAL_MS = 30_000;
/** A request that has less of its time left is not made longer. */
export const LEAST_LEFT_MS = 20;
/**
 * Of each second of a worker's, all its isolates together. When many become hot at once the compilers take long to come to the
 * loop, which is then over too early: asking all the time would keep them from their work.
 */
const MS_PER_SECOND = 100;
/** So many rounds of a loop make V8 compile it while it runs. */
const ROUNDS = 20_000;

/**
 * Has V8 put the code to use that its compilers made for an isolate. They work beside it and, when done, ask whoever
 * runs in it to stop for a moment and take the code. What they ask while nobody is inside is forgotten at the next
 * entry: V8's `Locker`, which isolated-vm holds for a call, begins each time with no requests. An isolate that is called
 * seldom would keep its slow code, and with it what the compilers needed for each function.
 * A loop that is new, and runs until its own code is ready, brings a request while somebody is inside; whoever answers
 * one takes all that is waiting.
 */
export class CompiledCode {
  readonly #isolate: ivm.Isolate;
  readonly #context: ivm.Context;
  readonly #budget: TokenBucket;
  #dueMs = 0;
  #intervalMs = LEAST_INTERVAL_MS;
  #loops = 0;

  /** The time that the isolates of one worker have for this, in milliseconds. */
  static budget(now = () => performance.now()): TokenBucket {
    return new TokenBucket({ perSecond: MS_PER_SECOND, burst: MS_PER_SECOND, now });
  }

  constructor(isolate: ivm.Isolate, context: ivm.Context, budget: TokenBucket) {
    this.#isolate = isolate;
    this.#context = context;
    this.#budget = budget;
  }

  /**
   * Between two calls, when nothing of the script's is waiting to run.
   * @param mallocedBytes of the isolate's heap statistics: the compilers' memory is most of it
   * @param leftMs of the time that the request under way has, by the wall
   */
  take(mallocedBytes: number, nowMs: number, leftMs: number): void {
    if (mallocedBytes < HELD_BYTES) {
      this.#intervalMs = LEAST_INTERVAL_MS;
      return;
    }
    if (leftMs < LEAST_LEFT_MS || nowMs < this.#dueMs || !this.#budget.isAvailable()) return;
    this.#dueMs = nowMs + this.#intervalMs;
    this.#intervalMs = Math.min(2 * this.#intervalMs, MOST_INTERVAL_MS);
    const startedMs = performance.now();
    try {
      // Another text each time, or V8 would find this one compiled. It reads nothing that a script could have changed.
      const text = `{ let n = ${this.#loops++}; for (let i = 0; i < ${ROUNDS}; i++) n = (n * 3 + i) | 0; }`;
      const script = this.#isolate.compileScriptSync(text);
      script.runSync(this.#context, { timeout: Math.ceil(leftMs) });
      script.release();
    } catch {
      // The isolate has no memory left, or the machine no time: the next call into it meets with the same, and tells.
    }
    this.#budget.spend(performance.now() - startedMs);
  }
}
