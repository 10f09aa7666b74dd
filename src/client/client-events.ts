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

/** The connection broke, and the client is about to log in again. */
export interface Reconnecting {
  /** Counts from 1. */
  readonly attempt: number;
  /** Until the attempt begins. */
  readonly delayMs: number;
  /** How the connection ended. */
  readonly cause: CloseInfo;
}

/**
 * The client has logged in again: as another player, for the server. What the server sent between `cause` and now is
 * lost, and nobody knows how much; `lost` says what the client knows.
 */
export interface Reconnected {
  readonly peerId: number;
  /** Who the player was before. */
  readonly previousPeerId: number;
  readonly cause: CloseInfo;
  /** From the end of the one connection to the login's answer on the next. */
  readonly outageMs: number;
  readonly lost: {
    /** Bytes that had been taken and not left when the client last looked, up to 100 ms before the end. What was under way is not among them. */
    readonly unsentBytes: number;
    /** Calls that returned false since the connection ended. */
    readonly refusedSends: number;
    /** Groups the player was in, as far as the server told; join them again where that is wanted. */
    readonly groupIds: readonly number[];
  };
}

/** The payload of a message could not be read by the codec of its op code. */
export interface Undecodable {
  readonly message: Message;
  readonly error: unknown;
}

/** The end of a client. */
export interface ClientClose extends CloseInfo {
  /** Why the last attempt to log in again failed, where there was one: often a ConnectError. */
  readonly reconnectError?: unknown;
}

/** What a client tells its listeners. */
export interface ClientEvents {
  message: Message;
  groupMembership: GroupMembership;
  fastChannel: { readonly state: FastChannelState };
  undecodable: Undecodable;
  reconnecting: Reconnecting;
  reconnected: Reconnected;
  /** Once, at the end. */
  close: ClientClose;
}

export type ClientEventSources = { readonly [E in keyof ClientEvents]: EventSource<ClientEvents[E]> };

/** What an event weighs besides its payload and lists: its objects, roughly. */
const EVENT_BYTES = 100;
const ID_BYTES = 8;

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
  const held = <T>(bytesOf: (event: T) => number = () => EVENT_BYTES): EventSource<T> =>
    new EventSource(new DropOldestQueue(heldEvents, heldBytes, bytesOf));
  const listBytes = (ids: readonly number[]): number => EVENT_BYTES + ID_BYTES * ids.length;
  return {
    message: new EventSource(newMessageQueue(limits)),
    groupMembership: held(({ peerIds }) => listBytes(peerIds)),
    fastChannel: held(),
    undecodable: held(({ message }) => EVENT_BYTES + message.payload.length),
    reconnecting: held(),
    reconnected: held(({ lost }) => listBytes(lost.groupIds)),
    close: held(),
  };
}
