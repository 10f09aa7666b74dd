/** Up to so many events a millisecond, a worker is sent them at once: it has the time to begin anew for each. */
const EASY_PER_MS = 2.5;
/** Over this time the rate of events is averaged. */
const AVERAGED_MS = 100;

/**
 * How long events for a worker's sessions wait for more to come that go with them. A worker that has slept, or has run
 * other sessions meanwhile, finds little of this one's in its caches, and that is paid for each batch, not for each event.
 * So where there are few events they do not wait; the more there are, the longer, and the fewer batches they make: twice as
 * many as are easy wait as long as any. `npm run bench -- script` has what it saves, and what it costs in latency.
 */
export class DispatchPace {
  readonly #restMaxMs: number;
  #eventsPerMs = 0;
  #dispatchedMs = 0;

  /** @param restMaxMs the longest rest between two dispatches */
  constructor(restMaxMs: number) {
    this.#restMaxMs = restMaxMs;
  }

  /** So long the next dispatch should wait; 0: not at all. */
  restMs(nowMs: number): number {
    const share = this.#eventsPerMs / EASY_PER_MS - 1;
    return Math.max(this.#dispatchedMs + Math.min(share, 1) * this.#restMaxMs - nowMs, 0);
  }

  /** So many events have left. */
  noteDispatch(events: number, nowMs: number): void {
    const kept = Math.exp((this.#dispatchedMs - nowMs) / AVERAGED_MS);
    this.#eventsPerMs = this.#eventsPerMs * kept + events / AVERAGED_MS;
    this.#dispatchedMs = nowMs;
  }
}
