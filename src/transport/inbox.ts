import type { MessageBudget } from '../limits/message-budget.ts';

export interface InboxOptions {
  /** The WebSocket: pausing it stops reading, but not the messages of what has been read already. */
  readonly source: { pause(): void; resume(): void };
  readonly budget: MessageBudget;
  /** How many messages may wait here, all of them read before the source stopped. */
  readonly heldMessages: number;
  /** A message whose turn has come. */
  deliver(message: Uint8Array): void;
  /** More than `heldMessages` came. */
  onOverflow(): void;
  /** Reading has stopped for want of budget. */
  onBudgetPause(): void;
}

/** What a client sends to make the server read once: the headers of a packet (RFC 791 and RFC 9293). */
const READ_OVERHEAD_BYTES = 40;

/**
 * Hands on a connection's reliable messages in order, as its rate budget and its receiver allow. While either says
 * no, the source is paused, and what it still had in its buffer waits here. Bytes are charged as they are read,
 * whatever they are part of; messages when their turn comes.
 */
export class Inbox {
  readonly #options: InboxOptions;
  #held: Uint8Array[] = [];
  #isPaused = false;
  #isStopped = false;
  #isDraining = false;
  #budgetTimer: NodeJS.Timeout | undefined;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Charges bytes before they are looked at: frames and parts of frames, of messages or not. */
  chargeRead(bytes: number): void {
    this.#charge(0, bytes + READ_OVERHEAD_BYTES);
  }

  push(message: Uint8Array): void {
    if (this.#isStopped) return;
    if (!this.#isHolding() && this.#options.budget.tryTake(0)) {
      this.#options.deliver(message);
      return;
    }
    if (this.#held.length >= this.#options.heldMessages) {
      this.stop();
      this.#options.onOverflow();
      return;
    }
    this.#held.push(message);
    if (!this.#isPaused && !this.#isDraining) this.#waitForBudget();
  }

  /** Charges a control frame, which the WebSocket has answered by itself already. */
  chargeControlFrame(): void {
    this.#charge(1, 0);
  }

  /** Whether reading has stopped: silence says nothing about the client then. */
  get isReading(): boolean {
    return !this.#isHolding();
  }

  pause(): void {
    if (this.#isStopped) return;
    this.#isPaused = true;
    this.#options.source.pause();
  }

  resume(): void {
    if (!this.#isPaused || this.#isStopped) return;
    this.#isPaused = false;
    if (this.#budgetTimer === undefined) this.#drain();
  }

  /** Forgets what is held, and lets the source run on: whatever it still brings is dropped. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#held = [];
    clearTimeout(this.#budgetTimer);
    this.#options.source.resume();
  }

  #isHolding(): boolean {
    return this.#isPaused || this.#budgetTimer !== undefined || this.#held.length > 0;
  }

  #charge(messages: number, bytes: number): void {
    if (this.#isStopped) return;
    if (!this.#options.budget.spend(messages, bytes)) this.#waitForBudget();
  }

  #waitForBudget(): void {
    if (this.#budgetTimer !== undefined) return;
    this.#options.source.pause();
    this.#options.onBudgetPause();
    this.#budgetTimer = setTimeout(() => {
      this.#budgetTimer = undefined;
      if (!this.#isPaused) this.#drain();
    }, this.#options.budget.msUntilAvailable());
  }

  /** Delivers what is held; the receiver may pause or stop the inbox from within. */
  #drain(): void {
    // A receiver that pauses and resumes while it is handed a message must not start a second drain.
    if (this.#isDraining) return;
    this.#isDraining = true;
    let delivered = 0;
    for (const message of this.#held) {
      if (this.#isPaused || this.#isStopped || !this.#options.budget.tryTake(0)) break;
      delivered += 1;
      this.#options.deliver(message);
    }
    this.#isDraining = false;
    if (this.#isStopped) return;
    this.#held = this.#held.slice(delivered);
    if (this.#isPaused) return;
    if (this.#held.length > 0) this.#waitForBudget();
    else this.#options.source.resume();
  }
}
