interface Waiting<T> {
  delivery: T;
  /** Undefined while it is not decided. */
  isAllowed: boolean | undefined;
}

/**
 * One sender's messages on their way out. A message that waits for a decision holds back those after it, so
 * that they arrive in the order in which they were sent. Bounded by `maxWaiting`: what comes then is dropped.
 */
export class OrderedDeliveries<T> {
  #maxWaiting: number;
  #deliver: (delivery: T) => void;
  #waiting: Waiting<T>[] = [];

  constructor(maxWaiting: number, deliver: (delivery: T) => void) {
    this.#maxWaiting = maxWaiting;
    this.#deliver = deliver;
  }

  get isFull(): boolean {
    return this.#waiting.length >= this.#maxWaiting;
  }

  /** A message that needs no decision. @returns false when it had to be dropped */
  send(delivery: T): boolean {
    if (this.#waiting.length === 0) {
      this.#deliver(delivery);
      return true;
    }
    if (this.isFull) return false;
    this.#waiting.push({ delivery, isAllowed: true });
    return true;
  }

  /** A message that waits: the caller decides it later with the function returned. Check `isFull` before. */
  hold(delivery: T): (isAllowed: boolean) => void {
    const waiting: Waiting<T> = { delivery, isAllowed: undefined };
    this.#waiting.push(waiting);
    return isAllowed => {
      waiting.isAllowed = isAllowed;
      this.#drain();
    };
  }

  #drain(): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.isAllowed !== undefined) {
      const { delivery, isAllowed } = this.#waiting.shift()!;
      if (isAllowed) this.#deliver(delivery);
    }
  }
}
