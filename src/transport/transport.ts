import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocketServer } from 'ws';
import { ERRORS } from '../errors.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import { normalizeAddress } from './address.ts';
import { AddressBook } from './address-book.ts';
import type { ClientAddress, Evictable } from './client-address.ts';
import { watchClosing } from './closing.ts';
import { WebSocketConnection } from './connection.ts';
import type { AcceptedSocket, ConnectionContext, TransportConnection } from './connection-context.ts';
import { newTotals, type TransportCounters } from './counters.ts';
import { createHandshakeServer, createWebSocketServer, refuseHandshake } from './http-server.ts';
import { listenError } from './listen-error.ts';
import { TurnFlusher } from './turn-flusher.ts';
import { UdpPorts } from './udp-ports.ts';
import { WaitingRoom } from './waiting-room.ts';
import { FrameCache } from './websocket-frame.ts';

export interface TransportOptions {
  /** An address of this machine: `127.0.0.1`, `0.0.0.0`, or `::` for both families. UDP uses the same one. */
  readonly host: string;
  /** The WebSocket port; 0 = any free one. */
  readonly port: number;
  /** The first of `limits.udpPorts` UDP ports, opened as they are needed; 0 = any free ones. */
  readonly udpFirstPort: number;
  readonly limits: Limits;
  readonly log: Logger;
  /** Counts each limit of `limits` that is reached. */
  readonly hits: LimitHits;
  /**
   * Called once per connection with its LOGIN. The host decides, and answers through the connection. Must not throw,
   * nor return a promise that rejects.
   */
  onLogin(connection: PlayerConnection, request: LoginRequest): void;
}

/** What `listen` makes. */
interface Listening {
  readonly ports: UdpPorts;
  readonly context: ConnectionContext;
}

/** A TCP connection that is no WebSocket yet. */
interface Handshake extends Evictable {
  readonly address: ClientAddress;
}

/** Every player's sockets on one machine: one WebSocket port, and UDP ports as they are needed. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #totals = newTotals();
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;
  readonly #connections = new Set<TransportConnection>();
  readonly #unauthenticated: WaitingRoom<TransportConnection>;
  readonly #addresses: AddressBook;
  readonly #handshakes = new WeakMap<Socket, Handshake>();
  #listening: Listening | undefined;
  #serverClosed: Promise<void> | undefined;
  readonly #whenEmpty: (() => void)[] = [];

  constructor(options: TransportOptions) {
    this.#options = options;
    const { limits, hits } = options;
    this.#server = createHandshakeServer(limits, hits);
    this.#webSockets = createWebSocketServer(limits);
    this.#addresses = new AddressBook({ limits, hits, now });
    this.#unauthenticated = new WaitingRoom(limits.unauthenticatedConnections, longest => {
      hits.add('unauthenticatedConnections');
      longest.evict();
    });
    this.#server.on('connection', socket => this.#onSocket(socket));
    this.#server.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** A snapshot. */
  get counters(): TransportCounters {
    return {
      ...this.#totals,
      datagramsDropped: { ...this.#totals.datagramsDropped },
      connections: this.#connections.size,
      unauthenticated: this.#unauthenticated.size,
      addresses: this.#addresses.size,
      fastChannelsUp: [...this.#connections].filter(connection => connection.isFastChannelUp).length,
      udpPorts: this.#listening?.ports.size ?? 0,
    };
  }

  /**
   * Starts accepting; to be called once.
   * @returns the WebSocket port
   * @throws PlaypenError `port_in_use`, `port_refused`
   */
  async listen(): Promise<{ port: number }> {
    const address = await this.#listenTcp();
    try {
      await this.#startUdp(address);
    } catch (error) {
      await this.#closeServer();
      throw error;
    }
    return { port: address.port };
  }

  /** Accepts no more connections; those there are live on. */
  stopAccepting(): void {
    void this.#closeServer();
  }

  /**
   * Closes what is left (server_shutdown), gives clients `limits.closeGraceMs` to answer, and frees all ports.
   * Idempotent.
   */
  async close(): Promise<void> {
    const serverClosed = this.#closeServer();
    this.#server.closeAllConnections();
    for (const connection of this.#connections) connection.close('server_shutdown');
    await Promise.all([serverClosed, this.#allGone()]);
    await this.#listening?.ports.close();
  }

  #listenTcp(): Promise<AddressInfo> {
    const { host, port, log } = this.#options;
    const server = this.#server;
    return new Promise((resolve, reject) => {
      // Stays for good: a failed accept is reported here too, and must not end the process.
      server.on('error', error => {
        log.warn({ err: error }, 'WebSocket port error');
        reject(listenError(error, 'TCP', host, port));
      });
      // A server that listens on a port has an address of this form; only a pipe has another.
      server.listen({ host, port }, () => resolve(server.address() as AddressInfo));
    });
  }

  async #startUdp(address: AddressInfo): Promise<void> {
    const { limits, log, hits, udpFirstPort } = this.#options;
    const totals = this.#totals;
    const family = address.family === 'IPv6' ? 'udp6' : 'udp4';
    const udp = { host: address.address, family, limits, log, totals, hits, now } as const;
    const ports = await UdpPorts.start(udp, udpFirstPort);
    this.#listening = {
      ports,
      context: {
        limits,
        log,
        totals,
        hits,
        frames: new FrameCache(),
        flusher: new TurnFlusher(limits.flushRestMs),
        ports,
        now,
        onLogin: (connection, request) => this.#options.onLogin(connection, request),
        onLoginSettled: connection => this.#onLoginSettled(connection),
        onGone: connection => this.#onGone(connection),
      },
    };
  }

  /** Stops listening; resolves when the last connection is gone too. */
  #closeServer(): Promise<void> {
    // The only error `close` reports is that the server was not listening, which is what is wanted.
    this.#serverClosed ??= new Promise(resolve => this.#server.close(() => resolve()));
    return this.#serverClosed;
  }

  #allGone(): Promise<void> {
    if (this.#connections.size === 0) return Promise.resolve();
    return new Promise(resolve => this.#whenEmpty.push(resolve));
  }

  #onLoginSettled(connection: TransportConnection): void {
    this.#unauthenticated.leave(connection);
    connection.clientAddress.unauthenticated.leave(connection);
  }

  #onGone(connection: TransportConnection): void {
    connection.clientAddress.removePlayer();
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  /** Where a client is known by its address alone. */
  #onSocket(socket: Socket): void {
    const { remoteAddress } = socket;
    // Gone already.
    if (remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const address = this.#addresses.enter(remoteAddress);
    const handshake = { address, evict: () => refuseHandshake(socket, 429) };
    socket.once('close', () => {
      address.handshakes.leave(handshake);
      this.#addresses.leave(address);
    });
    if (!address.mayConnect()) {
      handshake.evict();
      return;
    }
    this.#handshakes.set(socket, handshake);
    address.handshakes.enter(handshake);
  }

  #onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const { socket } = request;
    const { remoteAddress } = socket;
    const handshake = this.#handshakes.get(socket);
    const listening = this.#listening;
    // Gone or turned away already, or so early that there is no UDP port yet.
    if (remoteAddress === undefined || handshake === undefined || listening === undefined) {
      stream.destroy();
      return;
    }
    const { address } = handshake;
    this.#webSockets.handleUpgrade(request, stream, head, webSocket => {
      address.handshakes.leave(handshake);
      this.#onWebSocket(listening.context, {
        webSocket,
        socket,
        remoteAddress: normalizeAddress(remoteAddress),
        clientAddress: address,
      });
    });
  }

  #onWebSocket(context: ConnectionContext, accepted: AcceptedSocket): void {
    const { clientAddress } = accepted;
    if (!clientAddress.tryAddPlayer()) {
      this.#turnAway(accepted);
      return;
    }
    const connection = new WebSocketConnection(context, accepted);
    this.#totals.accepted += 1;
    this.#connections.add(connection);
    clientAddress.unauthenticated.enter(connection);
    this.#unauthenticated.enter(connection);
  }

  #turnAway({ webSocket, socket, remoteAddress }: AcceptedSocket): void {
    const { limits, hits, log } = this.#options;
    webSocket.on('error', error => log.debug({ err: error, remoteAddress }, 'WebSocket error'));
    webSocket.close(ERRORS.too_many_connections.closeCode, 'too_many_connections');
    watchClosing({ webSocket, socket, limits, hits });
  }
}

function now(): number {
  return performance.now();
}
