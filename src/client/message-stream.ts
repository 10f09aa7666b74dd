import type { DropOldestQueue } from './drop-oldest-queue.ts';

/** Turns pushed items into an async iteration. What the loop has not taken yet waits in the queue, under its bounds. */
export class MessageStream<T> implements AsyncIterableIterator<T, undefined> {
  readonly #queue: DropOldestQueue<T>;
  readonly #onReturn: () => void;
  /** Calls of `next` that found the queue empty; a `for await` loop makes one at a time. */
  readonly #waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  #ended = false;

  /** `onReturn` is called when the loop is left early. */
  constructor(queue: DropOldestQueue<T>, onReturn: () => void) {
    this.#queue = queue;
    this.#onReturn = onReturn;
  }

  push(item: T): void {
    if (this.#ended) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#queue.push(item);
    else waiting({ done: false, value: item });
  }

  /** No more will come; what is queued can still be taken. */
  end(): void {
    this.#ended = true;
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#queue.shift() as T });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#onReturn();
    this.end();
    while (this.#queue.shift() !== undefined);
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
