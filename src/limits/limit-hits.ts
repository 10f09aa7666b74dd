import type { LimitName } from './limits.ts';

/** How often each limit was reached on one relay host, since it started: the metric of every row of the table. */
export class LimitHits {
  readonly #counts = new Map<LimitName, number>();

  add(name: LimitName, count = 1): void {
    this.#counts.set(name, this.get(name) + count);
  }

  get(name: LimitName): number {
    return this.#counts.get(name) ?? 0;
  }

  /** Those that were reached at all. */
  entries(): [LimitName, number][] {
    return [...this.#counts];
  }
}
