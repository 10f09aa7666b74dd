import type { Channel } from '../bridge/messages.ts';
import { NO_GROUP_ID, NO_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';

/** A message of the game's, with one of its own op codes. */
export interface SeenMessage {
  /** `received`: from a player; `sent`: by the script or an operator to players. What is relayed is seen once, received. */
  direction: 'received' | 'sent';
  opCode: number;
  sender: number;
  /** One of them; neither: the server. */
  targetPeer?: number;
  targetGroup?: number;
  channel: Channel;
  /** Valid during the call only. */
  payload: Uint8Array;
}

export type MessageWatcher = (message: SeenMessage) => void;

/**
 * Where whoever looks at the messages of a game session is told of them. Every message asks `isWatched` first, and is not
 * described otherwise.
 */
export class MessageTap {
  readonly #watchers = new Set<MessageWatcher>();
  #isWatched = false;

  get isWatched(): boolean {
    return this.#isWatched;
  }

  get watcherCount(): number {
    return this.#watchers.size;
  }

  /** @param watcher may not throw. @returns ends it */
  watch(watcher: MessageWatcher): () => void {
    this.#watchers.add(watcher);
    this.#isWatched = true;
    return () => {
      this.#watchers.delete(watcher);
      this.#isWatched = this.#watchers.size > 0;
    };
  }

  /** A player's packet, before anything is decided about it. */
  received(sender: number, packet: Packet): void {
    if (packet.opCode <= 0) return;
    const { opCode, targetPlayer, targetGroup, payload } = packet;
    this.#tell({
      ...{ direction: 'received', opCode, sender, payload },
      ...(targetPlayer > NO_PEER_ID ? { targetPeer: targetPlayer } : {}),
      ...(targetPlayer === NO_PEER_ID && targetGroup !== NO_GROUP_ID ? { targetGroup } : {}),
      channel: packet.reliable ? 'reliable' : 'fast',
    });
  }

  sent(message: Omit<SeenMessage, 'direction'>): void {
    this.#tell({ direction: 'sent', ...message });
  }

  #tell(message: SeenMessage): void {
    for (const watcher of this.#watchers) watcher(message);
  }
}
