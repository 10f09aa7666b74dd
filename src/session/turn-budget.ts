import type { BatchBudget } from '../bridge/batch-head.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { MessageBudget } from '../limits/message-budget.ts';
import { TokenBucket } from '../limits/token-bucket.ts';

/** What a script may send at once, as a share of what it may send in a second. */
const SEND_BURST_SECONDS = 1 / 8;

export interface TurnBudgetOptions {
  limits: Limits;
  hits: LimitHits;
  /** A clock in milliseconds. */
  now(): number;
}

/**
 * What a session's script may use up over time: CPU time, and what it sends to players. A turn, which is one
 * batch, starts only while nothing is owed. Who owes CPU time again and again waits longer each time, until
 * the bucket has once been full again.
 */
export class TurnBudget {
  readonly #options: TurnBudgetOptions;
  readonly #cpuMs: TokenBucket;
  readonly #sends: MessageBudget;
  /** The clock of all buckets: it is read once in each call. */
  #nowMs = 0;
  #penalty = 1;
  #heapUsedKb = 0;

  constructor(options: TurnBudgetOptions) {
    this.#options = options;
    const { limits } = options;
    this.#nowMs = options.now();
    const now = () => this.#nowMs;
    this.#cpuMs = new TokenBucket({ perSecond: limits.cpuMsPerSecond, burst: limits.cpuBurstMs, now });
    this.#sends = new MessageBudget({
      ...{ limits, messages: 'sentMessagesPerSecond', bytes: 'sentBytesPerSecond' },
      burstSeconds: SEND_BURST_SECONDS,
      now,
    });
  }

  /** As the script is told with its next batch. */
  get left(): BatchBudget {
    this.#nowMs = this.#options.now();
    const { messages, bytes } = this.#sends.left;
    return {
      cpuAvailableMs: Math.floor(this.#cpuMs.tokens),
      sentMessagesAvailable: Math.floor(messages),
      sentBytesAvailable: Math.floor(bytes),
      heapUsedKb: this.#heapUsedKb,
    };
  }

  /** Charges a send to so many players; false when it is to be dropped: this turn has used up its burst. */
  trySend(recipients: number, bytesEach: number): boolean {
    this.#nowMs = this.#options.now();
    if (this.#sends.tryTakeSome(recipients, recipients * bytesEach)) return true;
    this.#options.hits.add(this.#sends.bottleneck);
    return false;
  }

  /**
   * Charges a turn that is over.
   * @param heapUsedKb what the heap held when it was last looked at; 0 for unknown
   * @returns for how long the next turn has to wait, milliseconds
   */
  endTurn(cpuMs: number, heapUsedKb: number): number {
    if (heapUsedKb > 0) this.#heapUsedKb = heapUsedKb;
    const { limits, hits, now } = this.#options;
    this.#nowMs = now();
    if (this.#cpuMs.tokens >= limits.cpuBurstMs) this.#penalty = 1;
    this.#cpuMs.spend(cpuMs);
    let waitMs = this.#sends.msUntilAvailable();
    const cpuWaitMs = this.#cpuMs.msUntilAvailable();
    if (cpuWaitMs > 0) {
      hits.add('cpuMsPerSecond');
      waitMs = Math.max(waitMs, cpuWaitMs * this.#penalty);
      this.#penalty = Math.min(this.#penalty * 2, limits.cpuPenaltyMax);
    }
    return Math.min(waitMs, limits.turnPauseMaxMs);
  }
}
