import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket, WebSocketServer } from 'ws';
import { ERRORS } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import { normalizeAddress } from './address.ts';
import { type ConnectionContext, WebSocketConnection } from './connection.ts';
import { newTotals, type TransportCounters } from './counters.ts';
import { createHandshakeServer, createWebSocketServer } from './http-server.ts';
import { listenError } from './listen-error.ts';
import { TurnFlusher } from './turn-flusher.ts';
import { UdpPorts } from './udp-ports.ts';
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

/** Every player's sockets on one machine: one WebSocket port, and UDP ports as they are needed. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #totals = newTotals();
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;
  readonly #connections = new Set<WebSocketConnection>();
  readonly #unauthenticated = new Set<WebSocketConnection>();
  #listening: Listening | undefined;
  #serverClosed: Promise<void> | undefined;
  readonly #whenEmpty: (() => void)[] = [];

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#server = createHandshakeServer(options.limits);
    this.#webSockets = createWebSocketServer(options.limits);
    this.#server.on('drop', () => {
      this.#totals.refused += 1;
    });
    this.#server.on('upgrade', (request, socket, head) => this.#onUpgrade(request, socket, head));
  }

  /** A snapshot. */
  get counters(): TransportCounters {
    return {
      ...this.#totals,
      datagramsDropped: { ...this.#totals.datagramsDropped },
      connections: this.#connections.size,
      unauthenticated: this.#unauthenticated.size,
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
    const { limits, log, udpFirstPort } = this.#options;
    const totals = this.#totals;
    const now = () => performance.now();
    const family = address.family === 'IPv6' ? 'udp6' : 'udp4';
    const udp = { host: address.address, family, limits, log, totals, now } as const;
    const ports = await UdpPorts.start(udp, udpFirstPort);
    this.#listening = {
      ports,
      context: {
        limits,
        log,
        totals,
        frames: new FrameCache(),
        flusher: new TurnFlusher(),
        ports,
        now,
        onLogin: (connection, request) => this.#options.onLogin(connection, request),
        onLoginSettled: connection => this.#unauthenticated.delete(connection),
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

  #onGone(connection: WebSocketConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { remoteAddress } = request.socket;
    const listening = this.#listening;
    // Gone already, or so early that there is no UDP port yet.
    if (remoteAddress === undefined || listening === undefined) {
      socket.destroy();
      return;
    }
    this.#webSockets.handleUpgrade(request, socket, head, webSocket => {
      this.#onWebSocket(listening.context, webSocket, request.socket, normalizeAddress(remoteAddress));
    });
  }

  #onWebSocket(
    context: ConnectionContext,
    webSocket: WebSocket,
    socket: IncomingMessage['socket'],
    remoteAddress: string,
  ): void {
    const { limits, log } = this.#options;
    if (this.#unauthenticated.size >= limits.unauthenticatedConnections) {
      this.#totals.tooManyUnauthenticated += 1;
      webSocket.on('error', error => log.debug({ err: error, remoteAddress }, 'WebSocket error'));
      webSocket.close(ERRORS.too_many_connections.closeCode, 'too_many_connections');
      return;
    }
    const connection = new WebSocketConnection(context, { webSocket, socket, remoteAddress });
    this.#totals.accepted += 1;
    this.#connections.add(connection);
    this.#unauthenticated.add(connection);
  }
}
