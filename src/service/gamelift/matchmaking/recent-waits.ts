/** How long tickets waited that were matched last. */
export class RecentWaits {
  readonly #waitsMs: number[] = [];
  readonly #most: number;

  /** @param most so many are looked at */
  constructor(most: number) {
    this.#most = most;
  }

  add(waitMs: number): void {
    this.#waitsMs.push(Math.max(0, waitMs));
    if (this.#waitsMs.length > this.#most) this.#waitsMs.shift();
  }

  /** Their mean, in whole seconds; undefined when there is none yet. */
  get estimateSeconds(): number | undefined {
    if (this.#waitsMs.length === 0) return undefined;
    const sum = this.#waitsMs.reduce((total, waitMs) => total + waitMs, 0);
    return Math.round(sum / this.#waitsMs.length / 1_000);
  }
}
