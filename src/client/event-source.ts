import type { DropOldestQueue } from './drop-oldest-queue.ts';

type Listener<T> = (detail: T) => void;

/**
 * One kind of event and its listeners. What happens before the first listener comes is held for it, because a server
 * may greet a player in the same breath as it accepts the login, before the caller of `connect` could listen.
 */
export class EventSource<T> {
  readonly #listeners = new Set<Listener<T>>();
  /** Undefined once a listener has had what was held. */
  #held: DropOldestQueue<T> | undefined;

  constructor(held: DropOldestQueue<T>) {
    this.#held = held;
  }

  /** Calls `listener` with every event from now on; the function returned stops that. */
  on(listener: Listener<T>): () => void {
    // A function of our own: adding one listener twice makes two subscriptions.
    const own: Listener<T> = detail => listener(detail);
    this.#listeners.add(own);
    // Later, so that the listener is not called before the caller has what `on` returns.
    if (this.#held !== undefined) queueMicrotask(() => this.#release());
    return () => {
      this.#listeners.delete(own);
    };
  }

  emit(detail: T): void {
    if (this.#held !== undefined) {
      this.#held.push(detail);
      return;
    }
    for (const listener of this.#listeners) callReporting(listener, detail);
  }

  #release(): void {
    const held = this.#held;
    if (held === undefined || this.#listeners.size === 0) return;
    this.#held = undefined;
    for (let count = held.length; count > 0; count--) this.emit(held.shift() as T);
  }
}

/** An error in one listener is reported as uncaught and keeps the event from no other listener. */
function callReporting<T>(listener: Listener<T>, detail: T): void {
  try {
    listener(detail);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
