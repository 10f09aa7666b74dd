import { encodePacket, type PacketInit } from '../protocol/encode.ts';
import { OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet, PacketMessage } from '../protocol/packet.ts';
import {
  type ClientEventSources,
  type ClientEvents,
  type Message,
  newEventSources,
  newMessageQueue,
} from './client-events.ts';
import type { ClientLimits } from './client-limits.ts';
import type { OpenDatagramSocket } from './datagram-socket.ts';
import { FastChannel, type FastChannelState } from './fast-channel.ts';
import { MessageStream } from './message-stream.ts';
import { type Payload, payloadBytes } from './payload.ts';
import type { CloseInfo, ReliableChannel } from './reliable-channel.ts';

export interface SendOptions {
  /**
   * `fast`: by UDP, where that is up and the payload has at most 1200 bytes; such a message may get lost. Otherwise,
   * and by default (`reliable`): by WebSocket, in order.
   */
  readonly channel?: 'reliable' | 'fast';
}

/** What an accepted login gives a client to work with. */
export interface Login {
  readonly host: string;
  readonly peerId: number;
  /** The server's UDP port for this player; 0 where it has none. */
  readonly fastPort: number;
  /** Undefined where the platform has no UDP, or the server wants it encrypted. */
  readonly openDatagramSocket: OpenDatagramSocket | undefined;
  /** What came before the login's answer, in its order. */
  readonly early: readonly Packet[];
}

const LAST_INT32 = 0x7fffffff;

/**
 * One player's connection to a game session; made by `connect`.
 *
 * The methods that send return false where the message was not taken: the connection is closed, or 1 MiB already waits
 * to be written. They throw a RangeError for an op code, player or group that the protocol cannot carry.
 */
export class RealtimeClient {
  /** This player's id in the game session, a positive number. */
  readonly peerId: number;
  readonly #limits: ClientLimits;
  readonly #reliable: ReliableChannel;
  readonly #fast: FastChannel;
  readonly #events: ClientEventSources;
  readonly #streams = new Set<MessageStream<Message>>();
  readonly #whenClosed = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(login: Login, reliable: ReliableChannel, limits: ClientLimits) {
    this.peerId = login.peerId;
    this.#limits = limits;
    this.#events = newEventSources(limits);
    this.#reliable = reliable;
    this.#reliable.handTo({
      onPacket: packet => this.#onPacket(packet),
      onClosed: close => this.#onClosed(close),
    });
    this.#fast = new FastChannel(login.peerId, limits, {
      onPacket: packet => this.#onPacket(packet),
      onFastChannelState: state => this.#events.fastChannel.emit({ state }),
    });
    for (const packet of login.early) this.#onPacket(packet);
    void this.#fast.start(login.openDatagramSocket, login.host, login.fastPort);
  }

  /** Where messages sent as fast go: by UDP while it is `up`, by WebSocket otherwise. */
  get fastChannel(): FastChannelState {
    return this.#fast.state;
  }

  /** Sends a message to the script. `opCode`: 1 or above. */
  send(opCode: number, payload: Payload = '', options: SendOptions = {}): boolean {
    return this.#sendMessage({ opCode, targetPlayer: SERVER_PEER_ID }, payload, options);
  }

  /** Sends a message to another player, by its peer id. */
  sendToPlayer(peerId: number, opCode: number, payload: Payload = '', options: SendOptions = {}): boolean {
    requireId(peerId, 'peer id');
    return this.#sendMessage({ opCode, targetPlayer: peerId }, payload, options);
  }

  /** Sends a message to the members of a group; -1 is the group of all players. */
  sendToGroup(groupId: number, opCode: number, payload: Payload = '', options: SendOptions = {}): boolean {
    requireId(groupId, 'group id');
    return this.#sendMessage({ opCode, targetGroup: groupId }, payload, options);
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
   * Calls `listener` at every such event; the function returned stops that. What happened before the first listener
   * of an event came is held for it: 1,024 events or 4 MiB at most, of which the oldest are dropped.
   */
  on<E extends keyof ClientEvents>(event: E, listener: (detail: ClientEvents[E]) => void): () => void {
    return this.#events[event].on(listener);
  }

  /**
   * The messages from now on (and those nobody has had yet), until the connection closes. A loop that is slower than
   * the messages loses the oldest: 1,024 messages or 4 MiB wait for it at most.
   */
  messages(): AsyncIterableIterator<Message, undefined> {
    const stream = new MessageStream(newMessageQueue(this.#limits), () => {
      unsubscribe();
      this.#streams.delete(stream);
    });
    const unsubscribe = this.on('message', message => stream.push(message));
    this.#streams.add(stream);
    if (this.#isClosed) this.#endStreams();
    return stream;
  }

  /** Closes with code 1000; resolves when the server has answered, or has not done so in time. */
  close(): Promise<void> {
    if (!this.#isClosed) {
      this.#fast.stop();
      this.#reliable.close();
    }
    return this.#whenClosed.promise;
  }

  #sendMessage(target: PacketInit, payload: Payload, options: SendOptions): boolean {
    const { opCode } = target;
    if (!Number.isInteger(opCode) || opCode < 1 || opCode > LAST_INT32) {
      throw new RangeError(`op code ${opCode} is not an integer from 1 to ${LAST_INT32}`);
    }
    const fast = options.channel === 'fast';
    const packet = { ...target, sender: this.peerId, reliable: !fast, payload: payloadBytes(payload) };
    return (fast && this.#fast.send(packet)) || this.#reliable.send(encodePacket(packet));
  }

  #sendGroupCommand(opCode: number, message: GroupCommand): boolean {
    requireId(message.group, 'group id');
    const packet: PacketInit = { opCode, targetPlayer: SERVER_PEER_ID, sender: this.peerId, message };
    return this.#fast.send(packet) || this.#reliable.send(encodePacket({ ...packet, reliable: true }));
  }

  #onPacket({ opCode, sender, payload, message }: Packet): void {
    switch (opCode) {
      case OpCode.LOGIN_RESPONSE:
      case OpCode.UDP_CONNECT_SERVER_ACK:
      case OpCode.VERIFY_IDENTITY_RESPONSE:
        return;
      case OpCode.GROUP_MEMBERSHIP_UPDATE:
        if (message?.kind !== 'groupMembershipUpdate') return;
        this.#events.groupMembership.emit({ groupId: message.group, peerIds: message.players });
        return;
      default:
        this.#events.message.emit({ sender, opCode, payload });
    }
  }

  #onClosed(close: CloseInfo): void {
    this.#isClosed = true;
    this.#fast.stop();
    this.#events.close.emit(close);
    this.#whenClosed.resolve();
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

/** -1 stands for the server or all players, 0 for nobody. */
function requireId(id: number, name: string): void {
  const valid = Number.isInteger(id) && (id === -1 || id > 0) && id <= LAST_INT32;
  if (!valid) throw new RangeError(`${name} ${id} is neither -1 nor an integer from 1 to ${LAST_INT32}`);
}
