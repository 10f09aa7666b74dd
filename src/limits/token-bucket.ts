export interface TokenBucketOptions {
  /** How fast the bucket fills, in tokens per second; greater than 0. */
  readonly perSecond: number;
  /** How many tokens it holds; it starts full. */
  readonly burst: number;
  /** A clock in milliseconds; only differences count, and a step backwards adds nothing. */
  now(): number;
}

/**
 * A rate budget that may go into debt: whoever finds it above zero may take any amount, and everybody waits
 * until the debt is paid. So one item larger than the whole bucket still passes, and the long-run rate holds.
 */
export class TokenBucket {
  readonly #options: TokenBucketOptions;
  // Numbers from the beginning: where a field was undefined first, V8 takes memory for each number that is put there.
  #tokens = 0;
  #filledAtMs = 0;

  /** A bucket that holds what fills it in a second. @param amount tokens */
  static perSecond(amount: number): TokenBucket {
    return new TokenBucket({ perSecond: amount, burst: amount, now: () => performance.now() });
  }

  constructor(options: TokenBucketOptions) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAtMs = options.now();
  }

  /** What is left; below 0 is owed. */
  get tokens(): number {
    this.#fill();
    return this.#tokens;
  }

  /** True when something may be taken. */
  isAvailable(): boolean {
    this.#fill();
    return this.#tokens > 0;
  }

  /** True when nothing was taken, or all of it has filled up again. */
  isFull(): boolean {
    this.#fill();
    return this.#tokens >= this.#options.burst;
  }

  /** Takes `amount` if anything is there; false, and nothing taken, if not. */
  tryTake(amount: number): boolean {
    if (!this.isAvailable()) return false;
    this.#tokens -= amount;
    return true;
  }

  /** Takes `amount` in any case. */
  spend(amount: number): void {
    this.#fill();
    this.#tokens -= amount;
  }

  /** How long until `isAvailable()` is true, in whole milliseconds; 0 when it is now. */
  msUntilAvailable(): number {
    if (this.isAvailable()) return 0;
    return Math.floor((-this.#tokens * 1000) / this.#options.perSecond) + 1;
  }

  #fill(): void {
    const nowMs = this.#options.now();
    const elapsedMs = nowMs - this.#filledAtMs;
    this.#filledAtMs = nowMs;
    if (elapsedMs <= 0) return;
    const filled = this.#tokens + (elapsedMs * this.#options.perSecond) / 1000;
    this.#tokens = Math.min(this.#options.burst, filled);
  }
}
