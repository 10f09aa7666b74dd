/**
 * Those who wait for something, in the order in which they came. When it is too full, the one who has waited longest
 * has to go: so whoever needs no time gets through, however many come only to fill it.
 */
export class WaitingRoom<T> {
  readonly #guests = new Set<T>();
  readonly #capacity: number;
  readonly #evict: (longest: T) => void;

  constructor(capacity: number, evict: (longest: T) => void) {
    this.#capacity = capacity;
    this.#evict = evict;
  }

  get size(): number {
    return this.#guests.size;
  }

  enter(guest: T): void {
    this.#guests.add(guest);
    if (this.#guests.size <= this.#capacity) return;
    for (const longest of this.#guests) {
      this.#guests.delete(longest);
      this.#evict(longest);
      return;
    }
  }

  /** Does nothing when the guest is not there any more. */
  leave(guest: T): void {
    this.#guests.delete(guest);
  }
}
