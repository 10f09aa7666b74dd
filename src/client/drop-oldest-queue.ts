/** A queue with a bound on items and one on bytes; at either, the oldest item makes room. */
export class DropOldestQueue<T> {
  readonly #items: T[] = [];
  readonly #maxItems: number;
  readonly #maxBytes: number;
  readonly #bytesOf: (item: T) => number;
  #bytes = 0;

  constructor(maxItems: number, maxBytes: number, bytesOf: (item: T) => number) {
    this.#maxItems = maxItems;
    this.#maxBytes = maxBytes;
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#items.length;
  }

  /** An item larger than the whole bound is kept alone. */
  push(item: T): void {
    this.#items.push(item);
    this.#bytes += this.#bytesOf(item);
    while (this.#items.length > 1 && (this.#items.length > this.#maxItems || this.#bytes > this.#maxBytes)) {
      this.shift();
    }
  }

  /** The oldest item, or undefined where there is none. */
  shift(): T | undefined {
    if (this.#items.length === 0) return undefined;
    const item = this.#items.shift() as T;
    this.#bytes -= this.#bytesOf(item);
    return item;
  }
}
