import type { LimitName, Limits } from './limits.ts';
import { TokenBucket } from './token-bucket.ts';

export interface MessageBudgetOptions {
  readonly limits: Limits;
  /** The limit on messages per second. */
  readonly messages: LimitName;
  /** The limit on bytes per second. */
  readonly bytes: LimitName;
  /** A clock in milliseconds. */
  now(): number;
}

/** A rate budget in messages and in bytes; it holds one second's worth of both, and may go into debt. */
export class MessageBudget {
  readonly #options: MessageBudgetOptions;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;

  constructor(options: MessageBudgetOptions) {
    const { limits, messages, bytes, now } = options;
    this.#options = options;
    this.#messages = new TokenBucket({ perSecond: limits[messages], burst: limits[messages], now });
    this.#bytes = new TokenBucket({ perSecond: limits[bytes], burst: limits[bytes], now });
  }

  /** Takes one message of this size; false, and nothing taken, while the budget is spent. */
  tryTake(bytes: number): boolean {
    if (!this.isAvailable()) return false;
    this.spend(1, bytes);
    return true;
  }

  /** Takes what has been used already. */
  spend(messages: number, bytes: number): void {
    this.#messages.spend(messages);
    this.#bytes.spend(bytes);
  }

  /** True while neither messages nor bytes are spent. */
  isAvailable(): boolean {
    return this.#messages.isAvailable() && this.#bytes.isAvailable();
  }

  /** Milliseconds until it is available again; 0 when it is now. */
  msUntilAvailable(): number {
    return Math.max(this.#messages.msUntilAvailable(), this.#bytes.msUntilAvailable());
  }

  /** Which of the two limits one has to wait for. */
  get bottleneck(): LimitName {
    const { messages, bytes } = this.#options;
    return this.#bytes.msUntilAvailable() > this.#messages.msUntilAvailable() ? bytes : messages;
  }
}
