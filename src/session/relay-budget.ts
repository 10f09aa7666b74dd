import { performance } from 'node:perf_hooks';
import type { Channel } from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { MessageBudget } from '../limits/message-budget.ts';

export interface RelayBudgetOptions {
  readonly limits: Limits;
  readonly hits: LimitHits;
  /** The player is not to be read from until `resume`. */
  pause(): void;
  resume(): void;
}

/**
 * What one player's messages to others may come to: one message to a group is as many as there are members. The
 * sender pays: once the budget is spent its fast messages are dropped, and after a reliable one it has to wait.
 */
export class RelayBudget {
  readonly #options: RelayBudgetOptions;
  readonly #budget: MessageBudget;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: RelayBudgetOptions) {
    this.#options = options;
    this.#budget = new MessageBudget({
      limits: options.limits,
      messages: 'relayedMessagesPerSecond',
      bytes: 'relayedBytesPerSecond',
      now: () => performance.now(),
    });
  }

  /** False when a message has to be dropped. */
  allows(channel: Channel): boolean {
    if (channel === 'reliable' || this.#budget.isAvailable()) return true;
    this.#options.hits.add(this.#budget.bottleneck);
    return false;
  }

  /** Charges a message that was sent to so many receivers. */
  charge(channel: Channel, receivers: number, bytesEach: number): void {
    const isAvailable = this.#budget.spend(receivers, receivers * bytesEach);
    // The script may let a message go whose sender has left.
    if (isAvailable || channel === 'fast' || this.#isStopped || this.#timer !== undefined) return;
    this.#options.hits.add(this.#budget.bottleneck);
    this.#options.pause();
    this.#wait();
  }

  /** The player is gone. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Messages that the script lets go meanwhile add to the debt. */
  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#budget.isAvailable()) this.#options.resume();
      else this.#wait();
    }, this.#budget.msUntilAvailable());
  }
}
