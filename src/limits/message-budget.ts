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
  /** Both buckets' clock: it is read once in each call, for a reading costs more than what is done with it. */
  #nowMs = 0;

  constructor(options: MessageBudgetOptions) {
    const { limits, messages, bytes, burstSeconds = 1 } = options;
    this.#options = options;
    this.#nowMs = options.now();
    const now = () => this.#nowMs;
    const bucket = (perSecond: number) =>
      new TokenBucket({ perSecond, burst: Math.max(1, perSecond * burstSeconds), now });
    this.#messages = bucket(limits[messages]);
    this.#bytes = bucket(limits[bytes]);
  }

  /** What is left of both; below 0 is owed. */
  get left(): { messages: number; bytes: number } {
    this.#nowMs = this.#options.now();
    return { messages: this.#messages.tokens, bytes: this.#bytes.tokens };
  }

  /** Takes one message of this size; false, and nothing taken, while the budget is spent. */
  tryTake(bytes: number): boolean {
    return this.tryTakeSome(1, bytes);
  }

  /** Takes so many messages that come to this size; false, and nothing taken, while the budget is spent. */
  tryTakeSome(messages: number, bytes: number): boolean {
    if (!this.isAvailable()) return false;
    this.#messages.spend(messages);
    this.#bytes.spend(bytes);
    return true;
  }

  /** Takes what has been used already. @returns whether anything is left */
  spend(messages: number, bytes: number): boolean {
    this.#nowMs = this.#options.now();
    this.#messages.spend(messages);
    this.#bytes.spend(bytes);
    return this.#messages.isAvailable() && this.#bytes.isAvailable();
  }

  /** True while neither messages nor bytes are spent. */
  isAvailable(): boolean {
    this.#nowMs = this.#options.now();
    return this.#messages.isAvailable() && this.#bytes.isAvailable();
  }

  /** Milliseconds until it is available again; 0 when it is now. */
  msUntilAvailable(): number {
    this.#nowMs = this.#options.now();
    return Math.max(this.#messages.msUntilAvailable(), this.#bytes.msUntilAvailable());
  }

  /** Which of the two limits one has to wait for. */
  get bottleneck(): LimitName {
    const { messages, bytes, now } = this.#options;
    this.#nowMs = now();
    return this.#bytes.msUntilAvailable() > this.#messages.msUntilAvailable() ? bytes : messages;
  }
}
