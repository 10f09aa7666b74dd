import { encodePacket } from '../protocol/encode.ts';
import { CLIENT_VERSION, OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet, PacketMessage } from '../protocol/packet.ts';
import { CLIENT_LIMITS, type ClientLimits } from './client-limits.ts';
import { ConnectError } from './connect-error.ts';
import { Connection } from './connection.ts';
import type { OpenDatagramSocket } from './datagram-socket.ts';
import { type Payload, payloadBytes } from './payload.ts';
import { type CloseInfo, ReliableChannel } from './reliable-channel.ts';
import { startTimer } from './timer.ts';

/** Where to log in, and as whom. */
export interface LoginOptions {
  /** The server's host name or IP address. */
  readonly endpoint: string;
  readonly port: number;
  /** `wss` for a server behind TLS; the fast channel is then unavailable. Default: `ws`. */
  readonly protocol?: 'ws' | 'wss';
  /**
   * The player session that the game's backend made for this player; empty where the server asks for none. A player
   * session serves for one login: give a function that gets a new one, if the client is to log in again after its
   * connection broke.
   */
  readonly playerSessionId?: string | (() => string | Promise<string>);
  /** The connection payload that the script's onPlayerConnect gets, at each login. */
  readonly payload?: Payload;
  /** Gives up: `connect` rejects with the signal's reason. Without effect on a client that is connected. */
  readonly signal?: AbortSignal;
  /** From opening the connection to the login's answer, in milliseconds. Default: 10,000. */
  readonly loginTimeoutMs?: number;
}

/** What the client needs of the platform it runs on. */
export interface Platform {
  readonly WebSocket: typeof WebSocket;
  /** Undefined where there is no UDP. */
  readonly openDatagramSocket: OpenDatagramSocket | undefined;
  readonly limits: ClientLimits;
}

/** WebSocket close codes (RFC 6455) that say nothing about the player. */
const ABNORMAL_CLOSURE = 1006;
const INVALID_DATA = 1007;

type LoginResult = Extract<PacketMessage, { kind: 'loginResult' }>;

/** Opens a connection and logs in; see `connect`. */
export async function logIn(platform: Platform, options: LoginOptions): Promise<Connection> {
  options.signal?.throwIfAborted();
  const { playerSessionId = '' } = options;
  const id = typeof playerSessionId === 'string' ? playerSessionId : await playerSessionId();
  options.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    new LoginAttempt(platform, options, id, { resolve, reject });
  });
}

interface Outcome {
  resolve(connection: Connection): void;
  reject(reason: unknown): void;
}

/** From opening the WebSocket to the login's answer. */
class LoginAttempt {
  readonly #platform: Platform;
  readonly #options: LoginOptions;
  readonly #playerSessionId: string;
  readonly #outcome: Outcome;
  readonly #socket: WebSocket;
  readonly #channel: ReliableChannel;
  readonly #stopTimer: () => void;
  readonly #onAbort = (): void => this.#giveUp(this.#options.signal?.reason);
  /** What the script sends a player before it lets it in. Bounded by `heldEvents`; the oldest are dropped. */
  readonly #early: Packet[] = [];
  #state: 'opening' | 'asked' | 'refused' | 'done' = 'opening';

  constructor(platform: Platform, options: LoginOptions, playerSessionId: string, outcome: Outcome) {
    this.#platform = platform;
    this.#options = options;
    this.#playerSessionId = playerSessionId;
    this.#outcome = outcome;
    this.#socket = new platform.WebSocket(urlOf(options));
    this.#socket.binaryType = 'arraybuffer';
    this.#channel = new ReliableChannel(this.#socket, platform.limits, {
      onPacket: packet => this.#onPacket(packet),
      onClosed: close => this.#onClosed(close),
    });
    this.#socket.addEventListener('open', () => this.#ask());
    // Some platforms tell of a connection that never opened by this event alone.
    this.#socket.addEventListener('error', () => this.#onError());
    const timeoutMs = options.loginTimeoutMs ?? CLIENT_LIMITS.loginMs;
    this.#stopTimer = startTimer(() => this.#onTimeout(timeoutMs), timeoutMs);
    options.signal?.addEventListener('abort', this.#onAbort);
  }

  #ask(): void {
    if (this.#state !== 'opening') return;
    this.#state = 'asked';
    const { payload = '' } = this.#options;
    const frame = encodePacket({
      opCode: OpCode.LOGIN,
      targetPlayer: SERVER_PEER_ID,
      reliable: true,
      payload: payloadBytes(payload),
      message: { kind: 'login', playerSessionId: this.#playerSessionId, clientVersion: CLIENT_VERSION },
    });
    if (!this.#channel.send(frame))
      this.#giveUp(new ConnectError('connect_failed', 'the login is too large to send'));
  }

  #onPacket(packet: Packet): void {
    const { opCode, message } = packet;
    if (opCode === OpCode.LOGIN_RESPONSE && message?.kind === 'loginResult') return this.#onAnswer(message);
    this.#early.push(packet);
    if (this.#early.length > this.#platform.limits.heldEvents) this.#early.shift();
  }

  #onAnswer({ success, peerId, fastPort, caCert }: LoginResult): void {
    if (this.#state !== 'asked') return;
    if (!success) {
      // The reason comes with the close that follows.
      this.#state = 'refused';
      return;
    }
    const plain = this.#options.protocol !== 'wss' && caCert.length === 0;
    const openDatagramSocket = plain ? this.#platform.openDatagramSocket : undefined;
    const early = this.#early;
    const login = { host: this.#options.endpoint, peerId, fastPort, openDatagramSocket, early };
    this.#settle();
    this.#outcome.resolve(new Connection(login, this.#channel, this.#platform.limits));
  }

  #onClosed(close: CloseInfo): void {
    if (this.#state === 'opening') {
      this.#onError();
      return;
    }
    const broken = close.code === ABNORMAL_CLOSURE || close.code === INVALID_DATA;
    const code = broken && this.#state === 'asked' ? 'connect_failed' : 'connect_refused';
    const detail = `close code ${close.code}${close.reason === '' ? '' : `, ${close.reason}`}`;
    this.#giveUp(new ConnectError(code, detail, close));
  }

  #onError(): void {
    if (this.#state !== 'opening') return;
    this.#giveUp(new ConnectError('connect_failed', urlOf(this.#options)));
  }

  #onTimeout(timeoutMs: number): void {
    const code = this.#state === 'refused' ? 'connect_refused' : 'connect_timeout';
    this.#giveUp(new ConnectError(code, `${urlOf(this.#options)}, after ${timeoutMs} ms`));
  }

  #giveUp(reason: unknown): void {
    if (this.#state === 'done') return;
    this.#settle();
    this.#outcome.reject(reason);
    this.#channel.close();
  }

  #settle(): void {
    this.#state = 'done';
    this.#stopTimer();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }
}

function urlOf({ endpoint, port, protocol = 'ws' }: LoginOptions): string {
  // An IPv6 address stands in brackets in a URL.
  const host = endpoint.includes(':') ? `[${endpoint}]` : endpoint;
  return `${protocol}://${host}:${port}/websocket`;
}
