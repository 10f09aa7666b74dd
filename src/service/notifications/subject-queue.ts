/** What waits for its turn. */
interface Entry<T> {
  readonly item: T;
  readonly subjects: ReadonlySet<string>;
  /** Of its subjects, those of which an earlier entry is still there. */
  blockers: number;
}

/** An item whose turn it is; those behind it wait until it is given to `release`. */
export interface Turn<T> {
  readonly item: T;
}

/**
 * Items in order for each of their subjects: an item's turn comes when no earlier one of any of its subjects is there any
 * more. Those that share no subject do not wait for each other. Each step takes time for the item's subjects alone.
 */
export class SubjectQueue<T extends { readonly subjects: readonly string[] }> {
  /** By subject, first come first; both those that wait and those whose turn it is. */
  readonly #lines = new Map<string, Set<Entry<T>>>();
  readonly #waiting = new Set<Entry<T>>();
  /** Of those that wait, the ones that nothing is before. */
  readonly #ready = new Set<Entry<T>>();

  /** Items that wait. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  add(item: T): void {
    const entry: Entry<T> = { item, subjects: new Set(item.subjects), blockers: 0 };
    for (const subject of entry.subjects) {
      const line = this.#lines.get(subject);
      if (line === undefined) this.#lines.set(subject, new Set([entry]));
      else {
        line.add(entry);
        entry.blockers += 1;
      }
    }
    this.#waiting.add(entry);
    if (entry.blockers === 0) this.#ready.add(entry);
  }

  /** The next one that may go ahead; it waits no longer. */
  take(): Turn<T> | undefined {
    const entry = first(this.#ready);
    if (entry === undefined) return undefined;
    this.#ready.delete(entry);
    this.#waiting.delete(entry);
    return entry;
  }

  /** Lets those go ahead that waited for this one. */
  release(turn: Turn<T>): void {
    this.#leave(turn as Entry<T>);
  }

  /** Takes out the one that has waited longest. */
  dropOldest(): T | undefined {
    const entry = first(this.#waiting);
    if (entry === undefined) return undefined;
    this.#waiting.delete(entry);
    this.#ready.delete(entry);
    this.#leave(entry);
    return entry.item;
  }

  #leave(entry: Entry<T>): void {
    for (const subject of entry.subjects) {
      const line = this.#lines.get(subject);
      if (line === undefined) continue;
      const wasFirst = first(line) === entry;
      line.delete(entry);
      if (line.size === 0) this.#lines.delete(subject);
      else if (wasFirst) this.#unblock(first(line)!);
    }
  }

  #unblock(entry: Entry<T>): void {
    entry.blockers -= 1;
    if (entry.blockers === 0) this.#ready.add(entry);
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  return set.values().next().value;
}
