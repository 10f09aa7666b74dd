type PeerState = 'connecting' | 'accepted';

/** The peers of one game session. Peer ids count from 1 and are never used twice in a session. */
export class Peers {
  #states = new Map<number, PeerState>();
  #lastPeerId = 0;

  /** Connecting and accepted peers. */
  get count(): number {
    return this.#states.size;
  }

  /** A new peer, connecting. The caller has seen to it that there is room. */
  add(): number {
    const peerId = ++this.#lastPeerId;
    this.#states.set(peerId, 'connecting');
    return peerId;
  }

  /** @returns false when there is no such peer, or it is accepted already */
  accept(peerId: number): boolean {
    if (this.#states.get(peerId) !== 'connecting') return false;
    this.#states.set(peerId, 'accepted');
    return true;
  }

  remove(peerId: number): void {
    this.#states.delete(peerId);
  }

  isAccepted(peerId: number): boolean {
    return this.#states.get(peerId) === 'accepted';
  }

  /** The ids of the accepted peers, oldest first. */
  accepted(): number[] {
    const peerIds: number[] = [];
    for (const [peerId, state] of this.#states) {
      if (state === 'accepted') peerIds.push(peerId);
    }
    return peerIds;
  }
}
