/** What arrived, to be awaited in order. */
export class Inbox<T> {
  readonly #items: T[] = [];
  readonly #waiting: ((item: T) => void)[] = [];

  /** How many items have arrived that nobody has taken. */
  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#items.push(item);
    else waiting(item);
  }

  /** The next item, as soon as it is there. */
  next(): Promise<T> {
    const item = this.#items.shift();
    return item === undefined ? new Promise(resolve => this.#waiting.push(resolve)) : Promise.resolve(item);
  }

  /** The next item that fits; those before it are passed over. */
  async nextWhere(fits: (item: T) => boolean): Promise<T> {
    for (;;) {
      const item = await this.next();
      if (fits(item)) return item;
    }
  }
}
