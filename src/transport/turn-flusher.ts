export interface Flushable {
  flush(): void;
}

/**
 * Flushes everybody who asked for it once, when the current turn of the event loop has handled its I/O. Whoever
 * asks while a flush runs has a place in the next one. Bounded by its callers: each asks once between flushes.
 */
export class TurnFlusher {
  #waiting: Flushable[] = [];

  schedule(flushable: Flushable): void {
    this.#waiting.push(flushable);
    if (this.#waiting.length === 1) setImmediate(() => this.#run());
  }

  #run(): void {
    const ready = this.#waiting;
    this.#waiting = [];
    for (const flushable of ready) flushable.flush();
  }
}
