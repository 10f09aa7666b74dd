import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { type CloseCode, ERRORS } from '../errors.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { OpCode } from '../protocol/op-codes.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';
import type { LoginRequest, PacketReceiver, PlayerConnection } from '../session/player-connection.ts';
import type { TransportTotals } from './counters.ts';
import { FastChannel } from './fast-channel.ts';
import { Inbox } from './inbox.ts';
import { KeepAlive } from './keep-alive.ts';
import { Outbox } from './outbox.ts';
import { ReceiveBudget } from './receive-budget.ts';
import { tryDecode } from './try-decode.ts';
import type { TurnFlusher } from './turn-flusher.ts';
import type { UdpPorts } from './udp-ports.ts';
import type { FrameCache } from './websocket-frame.ts';

/** What the connections of one transport share. */
export interface ConnectionContext {
  readonly limits: Limits;
  readonly log: Logger;
  readonly totals: TransportTotals;
  readonly frames: FrameCache;
  readonly flusher: TurnFlusher;
  readonly ports: UdpPorts;
  now(): number;
  onLogin(connection: PlayerConnection, request: LoginRequest): void;
  /** No LOGIN is awaited any more: it came, or the connection is closing. */
  onLoginSettled(connection: WebSocketConnection): void;
  /** The socket is gone. */
  onGone(connection: WebSocketConnection): void;
}

/** What one accepted WebSocket consists of. */
export interface AcceptedSocket {
  readonly webSocket: WebSocket;
  /** The socket under it, to write whole frames to. */
  readonly socket: Socket;
  /** Normalized. */
  readonly remoteAddress: string;
}

/** Packets the transport handles itself; a session never sees them. */
const OWN_OP_CODES: ReadonlySet<number> = new Set([
  OpCode.LOGIN,
  OpCode.UDP_CONNECT,
  OpCode.UDP_CONNECT_CLIENT_ACK,
]);

/**
 * One player's WebSocket and fast channel. Its life: waiting for the LOGIN, open, closing. It is closing from the
 * moment either side begins to close; from then on nothing is sent, nothing received, and the receiver is told.
 */
export class WebSocketConnection implements PlayerConnection {
  readonly remoteAddress: string;
  readonly #context: ConnectionContext;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #budget: ReceiveBudget;
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  #state: 'login' | 'open' | 'closing' = 'login';
  #loginTimer: NodeJS.Timeout | undefined;
  #isPaused = false;
  #receiver: PacketReceiver | undefined;
  #keepAlive: KeepAlive | undefined;
  #fastChannel: FastChannel | undefined;
  #fastPort: Promise<number> | undefined;

  constructor(context: ConnectionContext, accepted: AcceptedSocket) {
    const { limits, totals, now } = context;
    this.#context = context;
    this.#webSocket = accepted.webSocket;
    this.#socket = accepted.socket;
    this.remoteAddress = accepted.remoteAddress;
    this.#budget = new ReceiveBudget(limits, now);
    this.#inbox = new Inbox({
      source: accepted.webSocket,
      budget: this.#budget,
      heldMessages: limits.heldMessages,
      deliver: message => this.#onMessage(message),
      onOverflow: () => this.close('too_many_messages'),
      onBudgetPause: () => {
        totals.budgetPauses += 1;
      },
    });
    this.#outbox = new Outbox({
      socket: accepted.socket,
      flusher: context.flusher,
      capacityBytes: limits.outboxBytes,
      canWrite: () => this.#webSocket.readyState === this.#webSocket.OPEN,
    });
    this.#loginTimer = setTimeout(() => this.close('login_timeout'), limits.loginMs);
    this.#listen();
  }

  get closed(): boolean {
    return this.#state === 'closing' || this.#webSocket.readyState !== this.#webSocket.OPEN;
  }

  /** True when fast messages go by UDP. */
  get isFastChannelUp(): boolean {
    return this.#fastChannel?.isUp ?? false;
  }

  attach(receiver: PacketReceiver): void {
    this.#receiver = receiver;
    if (this.#state === 'closing') this.#notifyClosed();
  }

  startKeepAlive(pingIntervalMs: number): void {
    if (this.#state === 'closing') return;
    this.#keepAlive?.stop();
    const { limits } = this.#context;
    this.#keepAlive = new KeepAlive({
      pingIntervalMs: clamp(pingIntervalMs, limits.pingIntervalMinMs, LIMITS.pingIntervalMs.hard),
      minSilenceMs: limits.keepAliveMinMs,
      isListening: () => this.#inbox.isReading,
      ping: () => this.#webSocket.ping(),
      onTimeout: () => this.close('keep_alive_timeout'),
    });
  }

  /** One per connection: a second call gives the first one's port. */
  openFastChannel(peerId: number): Promise<number> {
    this.#fastPort ??= this.#openFastChannel(peerId);
    return this.#fastPort;
  }

  sendReliable(packet: OutgoingPacket): void {
    if (this.closed) return;
    if (!this.#outbox.pushReliable(this.#context.frames.frame(packet))) this.close('slow_reader');
  }

  sendFast(packet: OutgoingPacket): void {
    if (this.closed) return;
    if (this.#fastChannel?.isUp && packet.payloadBytes <= this.#context.limits.fastPayloadBytes) {
      this.#fastChannel.send(packet);
    } else if (!this.#outbox.pushFast(this.#context.frames.frame(packet))) {
      this.#context.totals.fastDropped += 1;
    }
  }

  pause(): void {
    this.#isPaused = true;
    this.#inbox.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#inbox.resume();
  }

  close(code: CloseCode): void {
    if (this.#state === 'closing') return;
    this.#context.log.debug({ remoteAddress: this.remoteAddress, code }, 'closing a connection');
    this.#socket.cork();
    this.#outbox.flush();
    this.#webSocket.close(ERRORS[code].closeCode, code);
    this.#socket.uncork();
    this.#beginClosing();
  }

  #listen(): void {
    const webSocket = this.#webSocket;
    webSocket.on('message', (data, isBinary) => {
      if (this.closed) return;
      this.#keepAlive?.heard();
      // The binary type is the default one, so a message is one Buffer.
      if (isBinary) this.#inbox.push(data as Buffer);
      else this.close('text_message');
    });
    const onControlFrame = (data: Buffer) => {
      if (this.closed) return;
      this.#keepAlive?.heard();
      this.#inbox.chargeControlFrame(data.length);
    };
    webSocket.on('ping', onControlFrame);
    webSocket.on('pong', onControlFrame);
    // A broken frame, or a message over its size: the library is closing with the protocol's own code already.
    webSocket.on('error', error => {
      this.#context.log.debug({ err: error, remoteAddress: this.remoteAddress }, 'WebSocket error');
      this.#beginClosing();
    });
    webSocket.on('close', () => {
      this.#beginClosing();
      this.#context.onGone(this);
    });
  }

  #onMessage(message: Uint8Array): void {
    const packet = tryDecode(message);
    if (packet === undefined) this.close('malformed_packet');
    else if (this.#state === 'login') this.#onFirstPacket(packet);
    else if (!OWN_OP_CODES.has(packet.opCode)) this.#onReliablePacket(packet);
  }

  #onFirstPacket(packet: Packet): void {
    const { message, payload } = packet;
    if (packet.opCode !== OpCode.LOGIN || message?.kind !== 'login') {
      this.close('unexpected_packet');
      return;
    }
    if (payload.length > this.#context.limits.reliablePayloadBytes) {
      this.close('message_too_big');
      return;
    }
    this.#state = 'open';
    this.#settleLogin();
    const { playerSessionId, clientVersion } = message;
    this.#context.onLogin(this, { playerSessionId, clientVersion, payload: payload.slice() });
  }

  #onReliablePacket(packet: Packet): void {
    if (packet.payload.length > this.#context.limits.reliablePayloadBytes) {
      this.#context.totals.payloadTooBig += 1;
      const payloadBytes = packet.payload.length;
      this.#context.log.debug(
        { remoteAddress: this.remoteAddress, payloadBytes },
        'payload too big: dropped',
      );
      return;
    }
    this.#receiver?.onPacket(packet);
  }

  #onFastPacket(packet: Packet): void {
    if (OWN_OP_CODES.has(packet.opCode)) return;
    if (this.#isPaused || this.#receiver === undefined) this.#context.totals.datagramsDropped.unwanted += 1;
    else this.#receiver.onPacket(packet);
  }

  async #openFastChannel(peerId: number): Promise<number> {
    const { ports, limits, totals } = this.#context;
    if (this.#state === 'closing') return ports.discardPort;
    this.#fastChannel = new FastChannel({
      clientAddress: this.remoteAddress,
      peerId,
      ports,
      budget: this.#budget,
      limits,
      totals,
      onHeard: () => this.#keepAlive?.heard(),
      onPacket: packet => this.#onFastPacket(packet),
    });
    return this.#fastChannel.open();
  }

  #settleLogin(): void {
    if (this.#loginTimer === undefined) return;
    clearTimeout(this.#loginTimer);
    this.#loginTimer = undefined;
    this.#context.onLoginSettled(this);
  }

  /** Gives everything back but the socket, which closes by itself within the grace period. */
  #beginClosing(): void {
    if (this.#state === 'closing') return;
    this.#state = 'closing';
    this.#settleLogin();
    this.#keepAlive?.stop();
    this.#fastChannel?.close();
    // The client's answer to the close has to be read, so a paused socket runs on.
    this.#inbox.stop();
    this.#notifyClosed();
  }

  #notifyClosed(): void {
    const receiver = this.#receiver;
    if (receiver !== undefined) queueMicrotask(() => receiver.onClosed());
  }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
