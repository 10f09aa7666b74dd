import type { LimitName, Limits } from './limits.ts';
import { TokenBucket } from './token-bucket.ts';

export interface MessageBudgetOptions {
  readonly limits: Limits;
  /** The limit on messages per second. */
  readonly messages: LimitName;
  /** The limit on bytes per second. */
  readonly bytes: LimitName;
  /** How many seconds' worth it holds; default: 1. */
  readonly burstSeconds?: number;
  /** A clock in milliseconds. */
  now(): number;
}

/** A rate budget in messages and in bytes; it holds a second's worth of both, or a share of it, and may go into debt. */
export class MessageBudget {
  readonly #options: MessageBudgetOptions;
  readonly #messages: TokenBucket;
  readonly #bytes: TokenBucket;

  constructor(options: MessageBudgetOptions) {
    const { limits, messages, bytes, burstSeconds = 1, now } = options;
    this.#options = options;
    const bucket = (perSecond: number) =>
      new TokenBucket({ perSecond, burst: Math.max(1, perSecond * burstSeconds), now });
    this.#messages = bucket(limits[messages]);
    this.#bytes = bucket(limits[bytes]);
  }

  /** What is left of both; below 0 is owed. */
  get left(): { messages: number; bytes: number } {
    return { messages: this.#messages.tokens, bytes: this.#bytes.tokens };
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
