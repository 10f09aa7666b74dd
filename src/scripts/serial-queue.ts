import { PlaypenError } from '../errors.ts';

/** Runs tasks one at a time, in the order they came. */
export class SerialQueue {
  readonly #maxWaiting: number;
  #waiting = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** Runs `task` after all that came before it. @throws {PlaypenError} publish_busy when too many are waiting */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#maxWaiting) {
      throw new PlaypenError('publish_busy', `${this.#waiting} are waiting`);
    }
    this.#waiting += 1;
    const turn = this.#tail.then(() => {
      this.#waiting -= 1;
      return task();
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything that had been asked for by now has ended, well or not. */
  async settled(): Promise<void> {
    await this.#tail;
  }
}
