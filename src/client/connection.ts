import { encodePacket, type PacketInit } from '../protocol/encode.ts';
import { OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import type { ClientLimits } from './client-limits.ts';
import type { OpenDatagramSocket } from './datagram-socket.ts';
import { FastChannel, type FastChannelState } from './fast-channel.ts';
import { ROUND_TRIP_GROUP_ID } from './ids.ts';
import type { CloseInfo, ReliableChannel } from './reliable-channel.ts';
import { RoundTripProbe } from './round-trip-probe.ts';

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

export interface ConnectionReceiver {
  onPacket(packet: Packet): void;
  onFastChannelState(state: FastChannelState): void;
  /** Once; nothing comes after it. */
  onClosed(close: CloseInfo): void;
}

/** One login and its two channels. It ends with its WebSocket; whoever logs in again gets another one. */
export class Connection {
  readonly peerId: number;
  readonly #login: Login;
  readonly #reliable: ReliableChannel;
  readonly #fast: FastChannel;
  readonly #probe: RoundTripProbe;
  /** What came before anybody listened. Bounded by `heldEvents`; the oldest are dropped. */
  readonly #early: Packet[];
  readonly #limits: ClientLimits;
  #receiver: ConnectionReceiver | undefined;
  #close: CloseInfo | undefined;

  constructor(login: Login, reliable: ReliableChannel, limits: ClientLimits) {
    this.peerId = login.peerId;
    this.#login = login;
    this.#limits = limits;
    this.#early = [...login.early];
    this.#reliable = reliable;
    reliable.handTo({
      onPacket: packet => this.#onPacket(packet),
      onClosed: close => this.#onClosed(close),
    });
    this.#fast = new FastChannel(login.peerId, limits, {
      onPacket: packet => this.#onPacket(packet),
      onFastChannelState: state => this.#receiver?.onFastChannelState(state),
    });
    this.#probe = new RoundTripProbe(limits, {
      ask: () => this.#askForRoundTrip(),
      onSilent: () => reliable.giveUp(),
    });
  }

  /** Hands over what has come and what will, and begins to bring the fast channel up. */
  start(receiver: ConnectionReceiver): void {
    this.#receiver = receiver;
    for (const packet of this.#early.splice(0)) receiver.onPacket(packet);
    if (this.#close !== undefined) {
      receiver.onClosed(this.#close);
      return;
    }
    const { openDatagramSocket, host, fastPort } = this.#login;
    void this.#fast.start(openDatagramSocket, host, fastPort);
    this.#probe.start();
  }

  get fastChannel(): FastChannelState {
    return this.#fast.state;
  }

  get roundTripTimeMs(): number | undefined {
    return this.#probe.roundTripTimeMs;
  }

  /** Bytes that had been taken and not been handed to the operating system; no more than 100 ms old. */
  get unsentBytes(): number {
    return this.#reliable.unsentBytes;
  }

  /** Sends by WebSocket; false where the packet was not taken. */
  sendReliable(packet: PacketInit): boolean {
    return this.#reliable.send(encodePacket({ ...packet, sender: this.peerId }));
  }

  /** Sends by UDP where that is up and the payload small enough; otherwise by WebSocket. */
  sendFast(packet: PacketInit): boolean {
    return this.#fast.send({ ...packet, sender: this.peerId }) || this.sendReliable(packet);
  }

  /** Closes with code 1000. */
  close(): void {
    this.#stop();
    this.#reliable.close();
  }

  #askForRoundTrip(): void {
    const message = { kind: 'requestGroupMembership', group: ROUND_TRIP_GROUP_ID } as const;
    this.sendReliable({
      ...{ opCode: OpCode.REQUEST_GROUP_MEMBERSHIP, targetPlayer: SERVER_PEER_ID },
      ...{ reliable: true, message },
    });
  }

  #onPacket(packet: Packet): void {
    this.#probe.heard();
    const { message } = packet;
    if (message?.kind === 'groupMembershipUpdate' && message.group === ROUND_TRIP_GROUP_ID) {
      this.#probe.answered();
      return;
    }
    if (this.#receiver !== undefined) {
      this.#receiver.onPacket(packet);
      return;
    }
    this.#early.push(packet);
    if (this.#early.length > this.#limits.heldEvents) this.#early.shift();
  }

  #onClosed(close: CloseInfo): void {
    this.#stop();
    this.#close = close;
    this.#receiver?.onClosed(close);
  }

  #stop(): void {
    this.#probe.stop();
    this.#fast.stop();
  }
}
