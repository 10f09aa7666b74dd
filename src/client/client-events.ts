import type { ClientLimits } from './client-limits.ts';
import { DropOldestQueue } from './drop-oldest-queue.ts';
import { EventSource } from './event-source.ts';
import type { FastChannelState } from './fast-channel.ts';
import type { CloseInfo } from './reliable-channel.ts';

/**
 * A message from the script (`sender` -1) or from another player; also what the server says of its own accord with
 * an op code below 1, as PLAYER_CONNECT.
 */
export interface Message {
  readonly sender: number;
  readonly opCode: number;
  readonly payload: Uint8Array;
}

/** The members of one group, all of them, after a change or on request. */
export interface GroupMembership {
  readonly groupId: number;
  readonly peerIds: readonly number[];
}

/** What a client tells its listeners. */
export interface ClientEvents {
  message: Message;
  groupMembership: GroupMembership;
  fastChannel: { readonly state: FastChannelState };
  /** Once, at the end. */
  close: CloseInfo;
}

export type ClientEventSources = { readonly [E in keyof ClientEvents]: EventSource<ClientEvents[E]> };

/** What an event weighs besides its payload and lists: its objects, roughly. */
const EVENT_BYTES = 100;
const PEER_ID_BYTES = 8;

/** A queue for messages that nobody has taken yet. */
export function newMessageQueue(limits: ClientLimits): DropOldestQueue<Message> {
  return new DropOldestQueue(
    limits.heldEvents,
    limits.heldBytes,
    message => EVENT_BYTES + message.payload.length,
  );
}

export function newEventSources(limits: ClientLimits): ClientEventSources {
  const { heldEvents, heldBytes } = limits;
  return {
    message: new EventSource(newMessageQueue(limits)),
    groupMembership: new EventSource(
      new DropOldestQueue(
        heldEvents,
        heldBytes,
        ({ peerIds }) => EVENT_BYTES + PEER_ID_BYTES * peerIds.length,
      ),
    ),
    fastChannel: new EventSource(new DropOldestQueue(heldEvents, heldBytes, () => EVENT_BYTES)),
    close: new EventSource(new DropOldestQueue(heldEvents, heldBytes, () => EVENT_BYTES)),
  };
}
