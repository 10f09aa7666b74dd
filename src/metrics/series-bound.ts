/** Bounds how many series labels make: who comes first has series of its own. */
export class SeriesBound {
  readonly #max: number;
  readonly #own = new Set<string>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether there are series of its own for this one; false: it is one of the others. */
  admits(key: string): boolean {
    if (this.#own.has(key)) return true;
    if (this.#own.size >= this.#max) return false;
    this.#own.add(key);
    return true;
  }

  /** Makes room: keeps those that still are. @returns those that are no more */
  keep(keys: ReadonlySet<string>): string[] {
    const gone = [...this.#own].filter(key => !keys.has(key));
    for (const key of gone) this.#own.delete(key);
    return gone;
  }
}
