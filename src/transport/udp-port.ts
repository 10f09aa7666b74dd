import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from 'node:dgram';
import type { Logger } from 'pino';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { TokenBucket } from '../limits/token-bucket.ts';
import { NO_PEER_ID, OpCode } from '../protocol/op-codes.ts';
import { normalizeAddress } from './address.ts';
import type { TransportTotals } from './counters.ts';
import { tryDecode } from './try-decode.ts';

/** Where a peer's datagrams come from, in the socket's own spelling. */
export type RemotePort = Readonly<Pick<RemoteInfo, 'address' | 'port'>>;

/** Who leases a place on a port: one player's fast channel. */
export interface LeaseHolder {
  /** The client's IP address, normalized. */
  readonly clientAddress: string;
  readonly peerId: number;
  /** The first UDP_CONNECT came from here; from now on this remote port is the holder's. `onDatagram` follows. */
  onBound(remote: RemotePort): void;
  /** Valid during the call only. */
  onDatagram(datagram: Uint8Array): void;
}

/** What the UDP ports of one transport share. */
export interface UdpContext {
  readonly host: string;
  readonly family: 'udp4' | 'udp6';
  readonly limits: Limits;
  readonly log: Logger;
  readonly totals: TransportTotals;
  readonly hits: LimitHits;
  now(): number;
}

interface Lease {
  readonly holder: LeaseHolder;
  /** Undefined until it is bound. */
  remotePort: number | undefined;
}

/** The leases of one client address. */
interface Client {
  readonly byPeerId: Map<number, Lease>;
  readonly byRemotePort: Map<number, Lease>;
  /** Datagrams from ports that are nobody's yet must be decoded to learn whose they could be: at this rate. */
  readonly unboundBudget: TokenBucket;
}

/**
 * One UDP port that many players share. A datagram belongs to the player who bound its remote port; a plain
 * UDP_CONNECT carries no secret, so binding takes the address of that player's own WebSocket and a peer id that is
 * leased and unbound there. A binding holds as long as its lease: a client behind a NAT that moves it to another
 * remote port is no longer heard here, and what is sent to its old one is lost, until it connects anew.
 */
export class UdpPort {
  readonly port: number;
  readonly #socket: Socket;
  readonly #context: UdpContext;
  readonly #clients = new Map<string, Client>();
  #isClosed = false;

  /** Rejects with the system error of a failed bind. */
  static async open(context: UdpContext, port: number): Promise<UdpPort> {
    const family = context.family === 'udp6' ? 6 : 4;
    // Addresses come from sockets, never from people: there is no name to look up, and nothing to wait for.
    const lookup: SocketOptions['lookup'] = (address, _options, callback) => callback(null, address, family);
    const socket = createSocket({ type: context.family, lookup });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: context.host, port, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return new UdpPort(context, socket);
  }

  private constructor(context: UdpContext, socket: Socket) {
    this.#context = context;
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (datagram, remote) => this.#onDatagram(datagram, remote));
    socket.on('error', error => this.#onError(error));
  }

  /** Gives `holder` its place; false when another one has that client address and peer id here. */
  tryLease(holder: LeaseHolder): boolean {
    const client = this.#clients.get(holder.clientAddress) ?? this.#newClient();
    if (client.byPeerId.has(holder.peerId)) return false;
    client.byPeerId.set(holder.peerId, { holder, remotePort: undefined });
    this.#clients.set(holder.clientAddress, client);
    return true;
  }

  release(holder: LeaseHolder): void {
    const client = this.#clients.get(holder.clientAddress);
    const lease = client?.byPeerId.get(holder.peerId);
    if (client === undefined || lease?.holder !== holder) return;
    client.byPeerId.delete(holder.peerId);
    if (lease.remotePort !== undefined) client.byRemotePort.delete(lease.remotePort);
    if (client.byPeerId.size === 0) this.#clients.delete(holder.clientAddress);
  }

  /** False when the operating system takes no more for now. */
  hasRoom(): boolean {
    return this.#socket.getSendQueueSize() < this.#context.limits.datagramQueueBytes;
  }

  /** Sends without waiting; what fails is counted and lost, as datagrams may be. */
  send(frame: Uint8Array, remote: RemotePort): void {
    if (this.#isClosed) return;
    this.#socket.send(frame, remote.port, remote.address, error => {
      if (error !== null) this.#onError(error);
    });
  }

  close(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#isClosed = true;
    this.#clients.clear();
    return new Promise(resolve => this.#socket.close(() => resolve()));
  }

  #newClient(): Client {
    const { packetsPerSecond } = this.#context.limits;
    return {
      byPeerId: new Map(),
      byRemotePort: new Map(),
      unboundBudget: new TokenBucket({
        perSecond: packetsPerSecond,
        burst: packetsPerSecond,
        now: this.#context.now,
      }),
    };
  }

  #onDatagram(datagram: Uint8Array, remote: RemoteInfo): void {
    const drops = this.#context.totals.datagramsDropped;
    const client = this.#clients.get(normalizeAddress(remote.address));
    if (client === undefined) {
      drops.stranger += 1;
      return;
    }
    const lease = client.byRemotePort.get(remote.port);
    if (lease !== undefined) {
      lease.holder.onDatagram(datagram);
      return;
    }
    if (!client.unboundBudget.tryTake(1)) {
      this.#context.hits.add('packetsPerSecond');
      return;
    }
    this.#tryBind(client, datagram, remote);
  }

  #tryBind(client: Client, datagram: Uint8Array, remote: RemoteInfo): void {
    const drops = this.#context.totals.datagramsDropped;
    const packet = tryDecode(datagram);
    if (packet === undefined) {
      drops.malformed += 1;
      return;
    }
    const peerId = packet.opCode === OpCode.UDP_CONNECT ? packet.sender : NO_PEER_ID;
    const lease = client.byPeerId.get(peerId);
    if (lease === undefined || lease.remotePort !== undefined) {
      drops.stranger += 1;
      this.#context.log.debug({ remote, peerId }, 'datagram from a port that belongs to nobody');
      return;
    }
    lease.remotePort = remote.port;
    client.byRemotePort.set(remote.port, lease);
    lease.holder.onBound({ address: remote.address, port: remote.port });
    lease.holder.onDatagram(datagram);
  }

  #onError(error: Error): void {
    if (this.#isClosed) return;
    this.#context.totals.datagramErrors += 1;
    this.#context.log.debug({ err: error, port: this.port }, 'UDP error');
  }
}
