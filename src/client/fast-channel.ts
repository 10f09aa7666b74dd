import { encodePacket, type PacketInit } from '../protocol/encode.ts';
import { OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import type { ClientLimits } from './client-limits.ts';
import type { DatagramSocket, OpenDatagramSocket } from './datagram-socket.ts';
import { startTimer } from './timer.ts';
import { tryDecode } from './try-decode.ts';

/** `connecting`: not acknowledged yet, fast messages go by WebSocket; `up`: they go by UDP; `unavailable`: they never will. */
export type FastChannelState = 'connecting' | 'up' | 'unavailable';

export interface FastChannelReceiver {
  onPacket(packet: Packet): void;
  onFastChannelState(state: FastChannelState): void;
}

/** The highest number a datagram can carry. */
const LAST_SEQUENCE_NUMBER = 0x7fffffff;

/**
 * The client's half of the UDP channel. It sends UDP_CONNECT until the server acknowledges, answers every
 * acknowledgement, numbers what it sends from 0, and drops what is not newer than the last datagram it took.
 */
export class FastChannel {
  readonly #peerId: number;
  readonly #limits: ClientLimits;
  readonly #receiver: FastChannelReceiver;
  #state: FastChannelState = 'connecting';
  #socket: DatagramSocket | undefined;
  #stopTimer: () => void = () => {};
  #nextSequenceNumber = 0;
  #lastReceived = -1;

  constructor(peerId: number, limits: ClientLimits, receiver: FastChannelReceiver) {
    this.#peerId = peerId;
    this.#limits = limits;
    this.#receiver = receiver;
  }

  get state(): FastChannelState {
    return this.#state;
  }

  /** Opens the socket and begins to connect. Never fails: where it cannot, the channel becomes unavailable. */
  async start(openSocket: OpenDatagramSocket | undefined, host: string, port: number): Promise<void> {
    if (openSocket === undefined || port < 1 || port > 0xffff) {
      this.#setState('unavailable');
      return;
    }
    try {
      const socket = await openSocket(host, port, frame => this.#onDatagram(frame));
      if (this.#state === 'unavailable') socket.close();
      else this.#socket = socket;
    } catch {
      this.#setState('unavailable');
    }
    this.#connect(this.#limits.udpConnectFirstMs);
  }

  /** Sends a packet as the next datagram; false where only the reliable channel can take it. */
  send(packet: PacketInit): boolean {
    const payloadBytes = packet.payload?.length ?? 0;
    if (this.#state !== 'up' || payloadBytes > this.#limits.fastPayloadBytes) return false;
    return this.#sendNumbered(packet);
  }

  /** Lets the socket and the timer go; the channel is unavailable from then on. */
  stop(): void {
    this.#stopTimer();
    this.#socket?.close();
    this.#socket = undefined;
    this.#setState('unavailable');
  }

  #connect(nextDelayMs: number): void {
    if (this.#state !== 'connecting') return;
    this.#sendHandshake(OpCode.UDP_CONNECT);
    const laterDelayMs = Math.min(nextDelayMs * 2, this.#limits.udpConnectMaxMs);
    this.#stopTimer = startTimer(() => this.#connect(laterDelayMs), nextDelayMs);
  }

  #sendHandshake(opCode: number): void {
    this.#sendNumbered({
      opCode,
      targetPlayer: SERVER_PEER_ID,
      sender: this.#peerId,
      message: { kind: 'udpConnect' },
    });
  }

  #sendNumbered(packet: PacketInit): boolean {
    if (this.#socket === undefined || this.#nextSequenceNumber > LAST_SEQUENCE_NUMBER) return false;
    this.#socket.send(encodePacket({ ...packet, sequenceNumber: this.#nextSequenceNumber++ }));
    return true;
  }

  #onDatagram(frame: Uint8Array): void {
    if (this.#state === 'unavailable') return;
    // Anybody can send a datagram: one that is no packet says nothing about the server.
    const packet = tryDecode(frame);
    if (packet === undefined || packet.sequenceNumber <= this.#lastReceived) return;
    this.#lastReceived = packet.sequenceNumber;
    if (packet.opCode !== OpCode.UDP_CONNECT_SERVER_ACK) {
      this.#receiver.onPacket(packet);
      return;
    }
    // Each time, not only the first: the server repeats itself because it has not had our answer.
    this.#sendHandshake(OpCode.UDP_CONNECT_CLIENT_ACK);
    if (this.#state === 'connecting') {
      this.#stopTimer();
      this.#setState('up');
    }
  }

  #setState(state: FastChannelState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#receiver.onFastChannelState(state);
  }
}
