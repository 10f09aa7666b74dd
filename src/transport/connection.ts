import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { type CloseCode, ERRORS } from '../errors.ts';
import { LIMITS, type LimitName } from '../limits/limits.ts';
import { MessageBudget } from '../limits/message-budget.ts';
import { OpCode } from '../protocol/op-codes.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';
import { refuseLogin } from '../session/logins.ts';
import type { PacketReceiver } from '../session/player-connection.ts';
import type { ClientAddress } from './client-address.ts';
import { wasCutOff, watchClosing } from './closing.ts';
import type { AcceptedSocket, ConnectionContext, TransportConnection } from './connection-context.ts';
import { FastChannel } from './fast-channel.ts';
import { Inbox } from './inbox.ts';
import { KeepAlive } from './keep-alive.ts';
import { limitOf } from './library-limits.ts';
import { Outbox } from './outbox.ts';
import { tryDecode } from './try-decode.ts';

/** What the library reports when a socket ended without a close frame (RFC 6455, 7.1.5). */
const NO_CLOSE_FRAME = 1006;

/**
 * One player's WebSocket and fast channel. Its life: waiting for the LOGIN, open, closing. It is closing from the
 * moment either side begins to close; from then on nothing is sent, nothing received, and the receiver is told.
 */
export class WebSocketConnection implements TransportConnection {
  readonly remoteAddress: string;
  readonly clientAddress: ClientAddress;
  readonly #context: ConnectionContext;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #budget: MessageBudget;
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
    const { limits, hits, now } = context;
    this.#context = context;
    this.#webSocket = accepted.webSocket;
    this.#socket = accepted.socket;
    this.remoteAddress = accepted.remoteAddress;
    this.clientAddress = accepted.clientAddress;
    const budget = { messages: 'packetsPerSecond', bytes: 'receivedBytesPerSecond' } as const;
    this.#budget = new MessageBudget({ limits, now, ...budget });
    this.#inbox = new Inbox({
      source: accepted.webSocket,
      budget: this.#budget,
      heldMessages: limits.heldMessages,
      deliver: message => this.#onMessage(message),
      onOverflow: () => this.#closeAt('heldMessages', 'too_many_messages'),
      onBudgetPause: () => hits.add(this.#budget.bottleneck),
    });
    this.#outbox = new Outbox({
      socket: accepted.socket,
      flusher: context.flusher,
      capacityBytes: limits.outboxBytes,
      canWrite: () => this.#webSocket.readyState === this.#webSocket.OPEN,
    });
    this.#loginTimer = setTimeout(() => this.#closeAt('loginMs', 'login_timeout'), limits.loginMs);
    this.#listen();
  }

  get closed(): boolean {
    return this.#state === 'closing' || this.#webSocket.readyState !== this.#webSocket.OPEN;
  }

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
      onTimeout: () => this.#closeAt('keepAliveMinMs', 'keep_alive_timeout'),
    });
  }

  /** One per connection: a second call gives the first one's port. */
  openFastChannel(peerId: number): Promise<number> {
    this.#fastPort ??= this.#openFastChannel(peerId);
    return this.#fastPort;
  }

  sendReliable(packet: OutgoingPacket): void {
    // What is queued once the library is closing is dropped when it would be written.
    if (this.#state === 'closing' || this.#outbox.pushReliable(this.#context.frames.frame(packet))) return;
    if (!this.closed) this.#closeAt('outboxBytes', 'slow_reader');
  }

  sendFast(packet: OutgoingPacket): void {
    if (this.closed) return;
    const { limits, hits, frames } = this.#context;
    if (this.#fastChannel?.isUp) {
      if (packet.payloadBytes <= limits.fastPayloadBytes) {
        this.#fastChannel.send(packet);
        return;
      }
      hits.add('fastPayloadBytes');
    }
    if (!this.#outbox.pushFast(frames.frame(packet))) hits.add('outboxBytes');
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

  /** There is no room for it among those who wait to log in. */
  evict(): void {
    this.close('too_many_connections');
  }

  #closeAt(limit: LimitName, code: CloseCode): void {
    if (this.#state === 'closing') return;
    this.#context.hits.add(limit);
    this.close(code);
  }

  #listen(): void {
    const webSocket = this.#webSocket;
    // Before the library's own listener, which takes the bytes apart.
    this.#socket.prependListener('data', (chunk: Buffer) => this.#inbox.chargeRead(chunk.length));
    webSocket.on('message', (data, isBinary) => {
      if (this.closed) return;
      this.#keepAlive?.heard();
      // The binary type is the default one, so a message is one Buffer.
      if (isBinary) this.#inbox.push(data as Buffer);
      else this.close('text_message');
    });
    const onControlFrame = () => {
      if (this.closed) return;
      this.#keepAlive?.heard();
      this.#inbox.chargeControlFrame();
    };
    webSocket.on('ping', onControlFrame);
    webSocket.on('pong', onControlFrame);
    // A broken frame, or a message over its size: the library is closing with the protocol's own code already.
    webSocket.on('error', (error: NodeJS.ErrnoException) => {
      const { log, hits } = this.#context;
      log.debug({ err: error, remoteAddress: this.remoteAddress }, 'WebSocket error');
      const limit = limitOf(error);
      if (limit !== undefined) hits.add(limit);
      this.#beginClosing();
    });
    webSocket.on('close', code => {
      if (this.#state !== 'closing' && wasCutOff(this.#socket)) {
        this.#context.hits.add(code === NO_CLOSE_FRAME ? 'pendingPongs' : 'closeGraceMs');
      }
      this.#beginClosing();
      this.#context.onGone(this);
    });
  }

  #onMessage(message: Uint8Array): void {
    const packet = tryDecode(message);
    if (packet === undefined) this.close('malformed_packet');
    else if (this.#state === 'login') this.#onFirstPacket(packet);
    else if (!isOwn(packet.opCode)) this.#onReliablePacket(packet);
  }

  #onFirstPacket(packet: Packet): void {
    const { message, payload } = packet;
    if (packet.opCode !== OpCode.LOGIN || message?.kind !== 'login') {
      this.close('unexpected_packet');
      return;
    }
    if (payload.length > this.#context.limits.reliablePayloadBytes) {
      this.#closeAt('reliablePayloadBytes', 'message_too_big');
      return;
    }
    this.#state = 'open';
    this.#settleLogin();
    if (!this.clientAddress.mayLogIn()) {
      refuseLogin(this, 'too_many_logins');
      return;
    }
    const { playerSessionId, clientVersion } = message;
    this.#context.onLogin(this, { playerSessionId, clientVersion, payload: payload.slice() });
  }

  #onReliablePacket(packet: Packet): void {
    if (packet.payload.length > this.#context.limits.reliablePayloadBytes) {
      this.#context.hits.add('reliablePayloadBytes');
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
    if (isOwn(packet.opCode)) return;
    if (this.#isPaused || this.#receiver === undefined) this.#context.totals.datagramsDropped.unwanted += 1;
    else this.#receiver.onPacket(packet);
  }

  async #openFastChannel(peerId: number): Promise<number> {
    const { ports, limits, totals, hits } = this.#context;
    if (this.#state === 'closing') return ports.discardPort;
    this.#fastChannel = new FastChannel({
      clientAddress: this.remoteAddress,
      peerId,
      ports,
      budget: this.#budget,
      limits,
      totals,
      hits,
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
    const { limits, hits } = this.#context;
    watchClosing({ webSocket: this.#webSocket, socket: this.#socket, limits, hits });
    // The client's answer to the close has to be read, so a paused socket runs on.
    this.#inbox.stop();
    this.#notifyClosed();
  }

  #notifyClosed(): void {
    const receiver = this.#receiver;
    if (receiver !== undefined) queueMicrotask(() => receiver.onClosed());
  }
}

/** Whether the transport handles such packets itself; a session never sees them. */
function isOwn(opCode: number): boolean {
  return opCode === OpCode.LOGIN || opCode === OpCode.UDP_CONNECT || opCode === OpCode.UDP_CONNECT_CLIENT_ACK;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
