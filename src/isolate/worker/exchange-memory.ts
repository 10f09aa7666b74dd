import { EXCHANGE_BYTES } from '../../bridge/entry.ts';

/**
 * The memory that a worker shares with its isolates. What an ended isolate had goes to a later one: the worker's own
 * heap hardly grows, so V8 would collect thousands of these at a time. Holds as many as isolates were alive at once.
 */
export class ExchangeMemory {
  readonly #free: SharedArrayBuffer[] = [];

  /** @returns twice `EXCHANGE_BYTES`, all of them zero */
  take(): SharedArrayBuffer {
    return this.#free.pop() ?? new SharedArrayBuffer(2 * EXCHANGE_BYTES);
  }

  /** @param exchange which no isolate can reach any more; nothing of its session is left in it */
  giveBack(exchange: SharedArrayBuffer): void {
    new Uint8Array(exchange).fill(0);
    this.#free.push(exchange);
  }
}
