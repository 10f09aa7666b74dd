/** Something with a number that no other has, by which it is found again when it is shown anew. */
export interface Numbered<Item> {
  number: number;
  item: Item;
}

/** The newest of many, oldest first. A value: adding makes another one. */
export class RecentList<Item> {
  readonly items: readonly Numbered<Item>[];
  readonly #max: number;
  readonly #nextNumber: number;

  constructor(max: number, items: readonly Numbered<Item>[] = [], nextNumber = 0) {
    this.#max = max;
    this.items = items;
    this.#nextNumber = nextNumber;
  }

  /** Beyond the bound the oldest are forgotten. */
  add(more: readonly Item[]): RecentList<Item> {
    const numbered = more.map((item, index) => ({ number: this.#nextNumber + index, item }));
    const kept = [...this.items, ...numbered].slice(-this.#max);
    return new RecentList(this.#max, kept, this.#nextNumber + more.length);
  }

  /** How many were added since an earlier list that this one came from. */
  since(earlier: RecentList<Item>): number {
    return this.#nextNumber - earlier.#nextNumber;
  }
}
