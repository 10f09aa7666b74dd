import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { decodePacket } from '../../protocol/decode.ts';
import { encodePacket, type PacketInit } from '../../protocol/encode.ts';
import { OpCode } from '../../protocol/op-codes.ts';
import type { Packet } from '../../protocol/packet.ts';
import { ROUND_TRIP_GROUP_ID } from '../ids.ts';
import { Inbox } from './inbox.ts';

export const PEER_ID = 7;

type LoginPolicy = (server: TinyServer, socket: WebSocket) => void;

/** Just enough of a server to meet a client: it takes one player, records what comes, and says what the test tells it. */
export class TinyServer {
  /** Without the questions that measure the round trip, which are answered. */
  readonly reliable = new Inbox<Packet>();
  readonly fast = new Inbox<Packet>();
  readonly closes = new Inbox<{ code: number; reason: string }>();
  /** One for each such question that was answered. */
  readonly roundTrips = new Inbox<Packet>();
  /** Answers no more such questions. */
  isMute = false;
  readonly #webSockets: WebSocketServer;
  readonly #udp: Socket;
  onLogin: LoginPolicy;
  #player: WebSocket | undefined;
  #remote: RemoteInfo | undefined;

  private constructor(webSockets: WebSocketServer, udp: Socket, onLogin: LoginPolicy) {
    this.#webSockets = webSockets;
    this.#udp = udp;
    this.onLogin = onLogin;
    webSockets.on('connection', socket => this.#onConnection(socket));
    udp.on('message', (bytes, remote) => {
      this.#remote = remote;
      this.fast.push(decodePacket(new Uint8Array(bytes)));
    });
  }

  static async start(onLogin: LoginPolicy = accept): Promise<TinyServer> {
    const webSockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    const udp = createSocket('udp4').bind(0, '127.0.0.1');
    await Promise.all([once(webSockets, 'listening'), once(udp, 'listening')]);
    return new TinyServer(webSockets, udp, onLogin);
  }

  get port(): number {
    return (this.#webSockets.address() as AddressInfo).port;
  }

  get fastPort(): number {
    return this.#udp.address().port;
  }

  sendReliable(packet: PacketInit): void {
    this.#player?.send(encodePacket(packet));
  }

  sendRaw(bytes: Uint8Array): void {
    this.#player?.send(bytes);
  }

  /** To where the last datagram came from. */
  sendFast(packet: PacketInit): void {
    this.sendFastRaw(encodePacket(packet));
  }

  sendFastRaw(bytes: Uint8Array): void {
    this.#udp.send(bytes, this.#remote!.port, this.#remote!.address);
  }

  closePlayer(code: number, reason: string): void {
    this.#player?.close(code, reason);
  }

  /** Reads no more of what the player sends. */
  pausePlayer(): void {
    this.#player?.pause();
  }

  /** Breaks the connection without a word. */
  terminatePlayer(): void {
    this.#player?.terminate();
  }

  async stop(): Promise<void> {
    for (const socket of this.#webSockets.clients) socket.terminate();
    const closed = [once(this.#webSockets, 'close'), once(this.#udp, 'close')];
    this.#webSockets.close();
    this.#udp.close();
    await Promise.all(closed);
  }

  #answerRoundTrip(question: Packet): void {
    if (this.isMute) return;
    const message = { kind: 'groupMembershipUpdate', group: ROUND_TRIP_GROUP_ID, players: [] } as const;
    this.sendReliable({ opCode: OpCode.GROUP_MEMBERSHIP_UPDATE, sender: PEER_ID, reliable: true, message });
    this.roundTrips.push(question);
  }

  #onConnection(socket: WebSocket): void {
    this.#player = socket;
    socket.on('close', (code, reason) => this.closes.push({ code, reason: reason.toString() }));
    socket.on('message', bytes => {
      const packet = decodePacket(new Uint8Array(bytes as Buffer));
      const { message } = packet;
      if (message?.kind === 'requestGroupMembership' && message.group === ROUND_TRIP_GROUP_ID) {
        this.#answerRoundTrip(packet);
        return;
      }
      this.reliable.push(packet);
      if (packet.opCode === OpCode.LOGIN) this.onLogin(this, socket);
    });
  }
}

/** Accepts the login, with a UDP port. */
export function accept(server: TinyServer): void {
  server.sendReliable(loginResponse({ success: true, peerId: PEER_ID, fastPort: server.fastPort }));
}

/** A LOGIN_RESPONSE. */
export function loginResponse(result: {
  success: boolean;
  peerId: number;
  fastPort: number;
  caCert?: Uint8Array;
}): PacketInit {
  return {
    opCode: OpCode.LOGIN_RESPONSE,
    targetPlayer: PEER_ID,
    sender: -1,
    reliable: true,
    message: {
      kind: 'loginResult',
      reconnectToken: '',
      connectToken: '',
      caCert: result.caCert ?? new Uint8Array(0),
      ...result,
    },
  };
}
