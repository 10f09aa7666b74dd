import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { MessageBudget } from '../limits/message-budget.ts';
import { OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';
import type { TransportTotals } from './counters.ts';
import { tryDecode } from './try-decode.ts';
import type { LeaseHolder, RemotePort, UdpPort } from './udp-port.ts';
import type { UdpPorts } from './udp-ports.ts';

export interface FastChannelOptions {
  readonly clientAddress: string;
  readonly peerId: number;
  readonly ports: UdpPorts;
  readonly budget: MessageBudget;
  readonly limits: Limits;
  readonly totals: TransportTotals;
  readonly hits: LimitHits;
  /** A datagram came, whatever is in it. */
  onHeard(): void;
  /** A packet for the game session; its payload is within the limit. */
  onPacket(packet: Packet): void;
}

const MAX_SEQUENCE_NUMBER = 2 ** 31 - 1;

/**
 * One player's UDP side. It is bound by the first UDP_CONNECT, and up for sending from the first datagram that proves
 * the client got an acknowledgement: its own acknowledgement, or any other fresh packet but a UDP_CONNECT.
 */
export class FastChannel implements LeaseHolder {
  readonly clientAddress: string;
  readonly peerId: number;
  readonly #options: FastChannelOptions;
  #port: UdpPort | undefined;
  #remote: RemotePort | undefined;
  #isUp = false;
  #isClosed = false;
  /** Datagrams sent; acknowledgements count. */
  #sent = 0;
  #lastTaken = -1;
  #ackTimer: NodeJS.Timeout | undefined;

  constructor(options: FastChannelOptions) {
    this.#options = options;
    this.clientAddress = options.clientAddress;
    this.peerId = options.peerId;
  }

  /** Leases a place on a UDP port; the number of the discard port where there is none. */
  async open(): Promise<number> {
    const { ports, hits } = this.#options;
    const port = await ports.lease(this);
    if (port === undefined) {
      hits.add('udpPorts');
      return ports.discardPort;
    }
    if (this.#isClosed) port.release(this);
    else this.#port = port;
    return port.port;
  }

  /** True when the client is known to hear datagrams, and sequence numbers are left to send them with. */
  get isUp(): boolean {
    return this.#isUp && !this.#isClosed && this.#sent <= MAX_SEQUENCE_NUMBER;
  }

  /** Sends a datagram; to be called while the channel is up. */
  send(packet: OutgoingPacket): void {
    if (this.#remote === undefined || this.#port === undefined) return;
    if (!this.#port.hasRoom()) {
      this.#options.hits.add('datagramQueueBytes');
      return;
    }
    this.#port.send(packet.frameWithSequence(this.#sent), this.#remote);
    this.#sent += 1;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#ackTimer);
    this.#port?.release(this);
  }

  onBound(remote: RemotePort): void {
    this.#remote = remote;
    this.#repeatAck(this.#options.limits.fastAckFirstMs, this.#options.limits.fastAckRepeats);
  }

  onDatagram(datagram: Uint8Array): void {
    const { budget, hits, onHeard } = this.#options;
    const drops = this.#options.totals.datagramsDropped;
    onHeard();
    if (!budget.tryTake(datagram.length)) {
      hits.add(budget.bottleneck);
      return;
    }
    const packet = tryDecode(datagram);
    if (packet === undefined) {
      drops.malformed += 1;
    } else if (packet.opCode === OpCode.UDP_CONNECT && packet.sender !== this.peerId) {
      // Another player of the same client, on a remote port that is still this one's.
      drops.stranger += 1;
    } else if (packet.sequenceNumber <= this.#lastTaken) {
      drops.stale += 1;
    } else {
      this.#lastTaken = packet.sequenceNumber;
      this.#onPacket(packet);
    }
  }

  #onPacket(packet: Packet): void {
    if (packet.opCode === OpCode.UDP_CONNECT) {
      this.#sendAck();
      return;
    }
    this.#isUp = true;
    clearTimeout(this.#ackTimer);
    if (packet.opCode === OpCode.UDP_CONNECT_CLIENT_ACK) return;
    if (packet.payload.length > this.#options.limits.fastPayloadBytes) {
      this.#options.hits.add('fastPayloadBytes');
      return;
    }
    this.#options.onPacket(packet);
  }

  #sendAck(): void {
    const opCode = OpCode.UDP_CONNECT_SERVER_ACK;
    const message = { kind: 'udpConnect' } as const;
    this.send(new OutgoingPacket({ opCode, sender: SERVER_PEER_ID, targetPlayer: this.peerId, message }));
  }

  /** Acknowledgements may be lost like any datagram: sends them again, further and further apart. */
  #repeatAck(delayMs: number, repeats: number): void {
    if (repeats === 0) return;
    this.#ackTimer = setTimeout(() => {
      this.#sendAck();
      this.#repeatAck(delayMs * 2, repeats - 1);
    }, delayMs);
  }
}
