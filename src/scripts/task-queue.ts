import { PlaypenError } from '../errors.ts';

export interface TaskQueueBounds {
  /** How many tasks run at once. */
  maxRunning: number;
  maxWaiting: number;
}

/** Runs tasks in the order they came, a bounded number of them at once. */
export class TaskQueue {
  readonly #bounds: TaskQueueBounds;
  readonly #waiting: (() => void)[] = [];
  readonly #unfinished = new Set<Promise<unknown>>();
  #running = 0;

  constructor(bounds: TaskQueueBounds) {
    this.#bounds = bounds;
  }

  /** Runs `task` when it is its turn. @throws {PlaypenError} publish_busy when too many are waiting */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#bounds.maxRunning && this.#waiting.length >= this.#bounds.maxWaiting) {
      throw new PlaypenError('publish_busy', `${this.#waiting.length} are waiting`);
    }
    const turn = this.#inTurn(task);
    this.#unfinished.add(turn);
    try {
      return await turn;
    } finally {
      this.#unfinished.delete(turn);
    }
  }

  /** Resolves when everything that had been asked for by now has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#unfinished);
  }

  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const isFree = this.#running < this.#bounds.maxRunning;
    if (isFree) this.#running += 1;
    await (isFree ? undefined : new Promise<void>(resolve => this.#waiting.push(resolve)));
    try {
      return await task();
    } finally {
      // Whoever waits takes the place over, so that nobody who comes in between does.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
