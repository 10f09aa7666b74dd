import type { PacketInit } from '../protocol/encode.ts';
import { NO_PEER_ID, OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet, PacketMessage } from '../protocol/packet.ts';
import {
  type ClientEventSources,
  type ClientEvents,
  type Message,
  newEventSources,
  newMessageQueue,
} from './client-events.ts';
import type { ClientLimits } from './client-limits.ts';
import type { Connection } from './connection.ts';
import type { FastChannelState } from './fast-channel.ts';
import { requireGroupId, requirePeerId } from './ids.ts';
import { MessageStream } from './message-stream.ts';
import { encodeMessage, type TypedOpCode } from './op-code.ts';
import { Outage } from './outage.ts';
import type { Payload } from './payload.ts';
import { isTransient, type Reconnection } from './reconnection.ts';
import type { CloseInfo } from './reliable-channel.ts';
import { RTMessage } from './rt-message.ts';

export interface SendOptions {
  /**
   * `fast`: by UDP, where that is up and the payload has at most 1200 bytes; such a message may get lost. Otherwise,
   * and by default (`reliable`): by WebSocket, in order.
   */
  readonly channel?: 'reliable' | 'fast';
}

/** `reconnecting`: the connection broke, and the client logs in again. */
export type ConnectionStatus = 'connected' | 'reconnecting' | 'closed';

/**
 * One player's place in a game session; made by `connect`.
 *
 * The methods that send return false where the message was not taken: there is no connection, or 1 MiB already waits
 * to be written. They throw a RangeError for an op code, player or group that the protocol cannot carry.
 */
export class RealtimeClient {
  readonly #limits: ClientLimits;
  readonly #reconnection: Reconnection | undefined;
  readonly #events: ClientEventSources;
  readonly #streams = new Set<MessageStream<Message>>();
  #resolveClosed: () => void = () => {};
  readonly #whenClosed = new Promise<void>(resolve => {
    this.#resolveClosed = resolve;
  });
  #connection: Connection;
  #status: ConnectionStatus = 'connected';
  #isClosing = false;
  #outage: Outage | undefined;
  /** Groups this player is in. Bounded by what the server allows a player; see its table of limits. */
  readonly #groupIds = new Set<number>();

  constructor(connection: Connection, reconnection: Reconnection | undefined, limits: ClientLimits) {
    this.#limits = limits;
    this.#reconnection = reconnection;
    this.#events = newEventSources(limits);
    this.#connection = connection;
    this.#start();
  }

  /** This player's id in the game session, a positive number; another one after each login. */
  get peerId(): number {
    return this.#connection.peerId;
  }

  get connectionStatus(): ConnectionStatus {
    return this.#status;
  }

  /** Where messages sent as fast go: by UDP while it is `up`, by WebSocket otherwise. In a browser: `unavailable`. */
  get fastChannel(): FastChannelState {
    return this.#connection.fastChannel;
  }

  /**
   * How long the server's answer took by the reliable channel, in milliseconds; measured every 5 seconds. Undefined
   * before the first answer.
   */
  get roundTripTimeMs(): number | undefined {
    return this.#connection.roundTripTimeMs;
  }

  /** Sends a message to the script. `opCode`: one of the game's table, or a number from 1 up. */
  send<T>(opCode: TypedOpCode<T>, value: T, options?: SendOptions): boolean;
  send(opCode: number, payload?: Payload, options?: SendOptions): boolean;
  send(opCode: number | TypedOpCode<unknown>, payload?: unknown, options?: SendOptions): boolean {
    return this.#sendMessage({ targetPlayer: SERVER_PEER_ID }, opCode, payload, options);
  }

  /** Sends a message to another player, by its peer id. */
  sendToPlayer<T>(peerId: number, opCode: TypedOpCode<T>, value: T, options?: SendOptions): boolean;
  sendToPlayer(peerId: number, opCode: number, payload?: Payload, options?: SendOptions): boolean;
  sendToPlayer(
    peerId: number,
    opCode: number | TypedOpCode<unknown>,
    payload?: unknown,
    options?: SendOptions,
  ): boolean {
    requirePeerId(peerId);
    return this.#sendMessage({ targetPlayer: peerId }, opCode, payload, options);
  }

  /** Sends a message to the members of a group; -1 is the group of all players. */
  sendToGroup<T>(groupId: number, opCode: TypedOpCode<T>, value: T, options?: SendOptions): boolean;
  sendToGroup(groupId: number, opCode: number, payload?: Payload, options?: SendOptions): boolean;
  sendToGroup(
    groupId: number,
    opCode: number | TypedOpCode<unknown>,
    payload?: unknown,
    options?: SendOptions,
  ): boolean {
    requireGroupId(groupId);
    return this.#sendMessage({ targetGroup: groupId }, opCode, payload, options);
  }

  /** A message to put together with the names of Amazon's client SDK; for {@link sendMessage}. */
  newMessage(opCode: number): RTMessage {
    return new RTMessage(opCode);
  }

  /** Sends a message to its player or else to its group. @throws RangeError, also where it has no target */
  sendMessage({ opCode, payload, targetPlayer, targetGroup, deliveryIntent }: RTMessage): boolean {
    const options = { channel: deliveryIntent };
    if (targetPlayer !== NO_PEER_ID) return this.sendToPlayer(targetPlayer, opCode, payload, options);
    return this.sendToGroup(targetGroup, opCode, payload, options);
  }

  /** Asks to join a group; a `groupMembership` event tells that it worked. May get lost once the fast channel is up. */
  joinGroup(groupId: number): boolean {
    return this.#sendGroupCommand(OpCode.JOIN_GROUP, { kind: 'joinGroup', group: groupId });
  }

  /** Asks to leave a group; like {@link joinGroup}. */
  leaveGroup(groupId: number): boolean {
    return this.#sendGroupCommand(OpCode.LEAVE_GROUP, { kind: 'leaveGroup', group: groupId });
  }

  /** Asks for a `groupMembership` event; like {@link joinGroup}. */
  requestGroupMembership(groupId: number): boolean {
    const message: GroupCommand = { kind: 'requestGroupMembership', group: groupId };
    return this.#sendGroupCommand(OpCode.REQUEST_GROUP_MEMBERSHIP, message);
  }

  /**
   * Calls `listener` at every such event, or for every message with this op code; the function returned stops that.
   * What happened before the first listener of an event came is held for it: 1,024 events or 4 MiB at most, of which
   * the oldest are dropped. A listener for an op code counts as one of `message`.
   */
  on<E extends keyof ClientEvents>(event: E, listener: (detail: ClientEvents[E]) => void): () => void;
  on<T>(opCode: TypedOpCode<T>, listener: (value: T, message: Message) => void): () => void;
  on(
    what: keyof ClientEvents | TypedOpCode<unknown>,
    listener: (detail: never, message: Message) => void,
  ): () => void {
    if (typeof what === 'string') {
      const source = this.#events[what] as { on(listener: (detail: unknown) => void): () => void };
      return source.on(listener as (detail: unknown) => void);
    }
    return this.#onOpCode(what, listener as (value: unknown, message: Message) => void);
  }

  /**
   * The messages from now on (and those nobody has had yet), until the client is closed. A loop that is slower than
   * the messages loses the oldest: 1,024 messages or 4 MiB wait for it at most.
   */
  messages(): AsyncIterableIterator<Message, undefined> {
    const stream = new MessageStream(newMessageQueue(this.#limits), () => {
      unsubscribe();
      this.#streams.delete(stream);
    });
    const unsubscribe = this.on('message', message => stream.push(message));
    this.#streams.add(stream);
    if (this.#status === 'closed') this.#endStreams();
    return stream;
  }

  /** Closes with code 1000; resolves when the server has answered, or has not done so in time. */
  close(): Promise<void> {
    if (this.#status === 'reconnecting') {
      this.#outage?.cancel();
      this.#finish({ code: 1000, reason: '' });
    } else if (this.#status === 'connected') {
      this.#isClosing = true;
      this.#connection.close();
    }
    return this.#whenClosed;
  }

  #start(): void {
    this.#connection.start({
      onPacket: packet => this.#onPacket(packet),
      onFastChannelState: state => this.#events.fastChannel.emit({ state }),
      onClosed: close => this.#onConnectionClosed(close),
    });
  }

  #sendMessage(
    target: Omit<PacketInit, 'opCode'>,
    opCode: number | TypedOpCode<unknown>,
    value: unknown,
    { channel = 'reliable' }: SendOptions = {},
  ): boolean {
    const packet = { ...target, ...encodeMessage(opCode, value), reliable: channel !== 'fast' };
    return this.#sent(
      packet.reliable ? this.#connection.sendReliable(packet) : this.#connection.sendFast(packet),
    );
  }

  #sendGroupCommand(opCode: number, message: GroupCommand): boolean {
    requireGroupId(message.group);
    const packet = { opCode, targetPlayer: SERVER_PEER_ID, message };
    return this.#sent(this.#connection.sendFast(packet));
  }

  #sent(isTaken: boolean): boolean {
    if (!isTaken) this.#outage?.countRefusedSend();
    return isTaken;
  }

  #onOpCode<T>(
    { opCode, codec }: TypedOpCode<T>,
    listener: (value: T, message: Message) => void,
  ): () => void {
    return this.#events.message.on(message => {
      if (message.opCode !== opCode) return;
      let value: T;
      try {
        value = codec.decode(message.payload);
      } catch (error) {
        this.#events.undecodable.emit({ message, error });
        return;
      }
      listener(value, message);
    });
  }

  #onPacket({ opCode, sender, payload, message }: Packet): void {
    switch (opCode) {
      case OpCode.LOGIN_RESPONSE:
      case OpCode.UDP_CONNECT_SERVER_ACK:
      case OpCode.VERIFY_IDENTITY_RESPONSE:
        return;
      case OpCode.GROUP_MEMBERSHIP_UPDATE:
        if (message?.kind === 'groupMembershipUpdate') this.#onMembership(message.group, message.players);
        return;
      default:
        this.#events.message.emit({ sender, opCode, payload });
    }
  }

  #onMembership(groupId: number, peerIds: readonly number[]): void {
    if (groupId > 0 && peerIds.includes(this.peerId)) this.#groupIds.add(groupId);
    else this.#groupIds.delete(groupId);
    this.#events.groupMembership.emit({ groupId, peerIds });
  }

  #onConnectionClosed(close: CloseInfo): void {
    if (this.#isClosing || this.#reconnection === undefined || !isTransient(close.code)) {
      this.#finish(close);
      return;
    }
    this.#status = 'reconnecting';
    this.#outage = new Outage(this.#connection, close, [...this.#groupIds]);
    this.#groupIds.clear();
    this.#outage.end(this.#reconnection, {
      onAttempt: reconnecting => this.#events.reconnecting.emit(reconnecting),
      onReconnected: (connection, reconnected) => {
        this.#outage = undefined;
        this.#connection = connection;
        this.#status = 'connected';
        this.#events.reconnected.emit(reconnected);
        this.#start();
      },
      onGivenUp: reconnectError => this.#finish({ ...close, reconnectError }),
    });
  }

  #finish(close: ClientEvents['close']): void {
    this.#status = 'closed';
    this.#outage = undefined;
    this.#events.close.emit(close);
    this.#resolveClosed();
    this.#endStreams();
  }

  #endStreams(): void {
    // Later, because messages that were held are handed out later too.
    queueMicrotask(() => {
      for (const stream of this.#streams) stream.end();
      this.#streams.clear();
    });
  }
}

type GroupCommand = Extract<PacketMessage, { kind: 'joinGroup' | 'leaveGroup' | 'requestGroupMembership' }>;
