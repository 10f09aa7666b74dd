/** The peers of one game session. Peer ids count from 1 and are never used twice in a session. */
export class Peers {
  #connecting = new Set<number>();
  #accepted = new Set<number>();
  /** Of `#accepted`, in order; undefined after a change. */
  #acceptedIds: readonly number[] | undefined;
  #lastPeerId = 0;

  /** Connecting and accepted peers. */
  get count(): number {
    return this.#connecting.size + this.#accepted.size;
  }

  get acceptedCount(): number {
    return this.#accepted.size;
  }

  /** A new peer, connecting. The caller has seen to it that there is room. */
  add(): number {
    const peerId = ++this.#lastPeerId;
    this.#connecting.add(peerId);
    return peerId;
  }

  /** @returns false when there is no such peer, or it is accepted already */
  accept(peerId: number): boolean {
    if (!this.#connecting.delete(peerId)) return false;
    this.#accepted.add(peerId);
    this.#acceptedIds = undefined;
    return true;
  }

  remove(peerId: number): void {
    this.#connecting.delete(peerId);
    if (this.#accepted.delete(peerId)) this.#acceptedIds = undefined;
  }

  isAccepted(peerId: number): boolean {
    return this.#accepted.has(peerId);
  }

  /** The ids of the accepted peers, oldest first. */
  accepted(): readonly number[] {
    this.#acceptedIds ??= [...this.#accepted].sort((a, b) => a - b);
    return this.#acceptedIds;
  }
}
