/** Of one worker. With fewer a wait would cost more latency than it saves work. */
const MANY_BATCHES_PER_MS = 3;
/** How long the rate of batches takes to follow. */
const WINDOW_MS = 20;

/**
 * When what waits for a worker leaves: at the end of the turn or, where batches come fast, a short rest later. Then more of
 * them share a write here and a read there, which cost as much as running a batch does (`npm run bench -- script`).
 */
export class DispatchPace {
  readonly #restMs: number;
  #batchesPerMs = 0;
  #notedMs = performance.now();

  /** @param restMs 0: it never rests */
  constructor(restMs: number) {
    this.#restMs = restMs;
  }

  schedule(run: () => void): void {
    if (this.#restMs > 0 && this.#batchesPerMs > MANY_BATCHES_PER_MS) setTimeout(run, this.#restMs);
    else setImmediate(run);
  }

  /** So many batches leave now. */
  note(count: number): void {
    const nowMs = performance.now();
    const passedMs = Math.max(nowMs - this.#notedMs, Number.EPSILON);
    this.#notedMs = nowMs;
    this.#batchesPerMs += (count / passedMs - this.#batchesPerMs) * Math.min(1, passedMs / WINDOW_MS);
  }
}
