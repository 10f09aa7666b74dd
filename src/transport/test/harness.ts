import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { LimitHits } from '../../limits/limit-hits.ts';
import { type Limits, resolveLimits } from '../../limits/limits.ts';
import { decodePacket } from '../../protocol/decode.ts';
import { encodePacket, type PacketInit } from '../../protocol/encode.ts';
import { OpCode } from '../../protocol/op-codes.ts';
import { OutgoingPacket } from '../../protocol/outgoing-packet.ts';
import type { Packet } from '../../protocol/packet.ts';
import type { LoginRequest, PlayerConnection } from '../../session/player-connection.ts';
import { Transport, type TransportOptions } from '../transport.ts';

export const LOGIN: PacketInit = {
  opCode: OpCode.LOGIN,
  targetPlayer: -1,
  reliable: true,
  message: { kind: 'login', playerSessionId: 'psess-1', clientVersion: 2 },
};

/** A queue whose reader waits for what has not come yet. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #readers: ((item: T) => void)[] = [];
  #read = 0;

  add(item: T): void {
    this.all.push(item);
    const reader = this.#readers.shift();
    if (reader === undefined) return;
    this.#read += 1;
    reader(item);
  }

  next(): Promise<T> {
    const item = this.all[this.#read];
    if (this.#read < this.all.length) {
      this.#read += 1;
      return Promise.resolve(item as T);
    }
    return new Promise(resolve => this.#readers.push(resolve));
  }
}

/** A connection the server side accepted, and what its receiver was given. */
export interface Accepted {
  readonly connection: PlayerConnection;
  readonly request: LoginRequest;
  /** With the payload as text, which outlives the call. */
  readonly packets: Arrivals<Packet & { text: string }>;
  readonly closed: Promise<void>;
  readonly closedCalls: () => number;
}

export interface TestServer {
  readonly transport: Transport;
  readonly hits: LimitHits;
  readonly port: number;
  readonly logins: Arrivals<Accepted>;
}

/** A transport on free loopback ports that attaches a recording receiver to every login; closed after the test. */
export async function startServer(
  limits: Partial<Limits> = {},
  options: Partial<TransportOptions> = {},
): Promise<TestServer> {
  const logins = new Arrivals<Accepted>();
  const hits = new LimitHits();
  const transport = new Transport({
    host: '127.0.0.1',
    port: 0,
    udpFirstPort: 0,
    limits: resolveLimits({ closeGraceMs: 200, ...limits }),
    log: pino({ level: 'silent' }),
    hits,
    onLogin: (connection, request) => logins.add(accept(connection, request)),
    ...options,
  });
  onTestFinished(() => transport.close());
  const { port } = await transport.listen();
  return { transport, hits, port, logins };
}

export function accept(connection: PlayerConnection, request: LoginRequest): Accepted {
  const packets = new Arrivals<Packet & { text: string }>();
  const { promise, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  connection.attach({
    onPacket: packet => packets.add({ ...packet, text: Buffer.from(packet.payload).toString() }),
    onClosed: () => {
      calls += 1;
      resolve();
    },
  });
  return { connection, request, packets, closed: promise, closedCalls: () => calls };
}

/** A WebSocket client that records what comes. */
export class TestClient {
  readonly webSocket: WebSocket;
  readonly packets = new Arrivals<Packet>();
  readonly closed: Promise<{ code: number; reason: string }>;
  #socket: Socket | undefined;

  /** @param from the address of this machine that it connects from; default: the operating system's choice */
  static async open(
    port: number,
    url = `ws://127.0.0.1:${port}/websocket`,
    from?: string,
  ): Promise<TestClient> {
    const client = new TestClient(new WebSocket(url, from === undefined ? {} : { localAddress: from }));
    onTestFinished(() => client.webSocket.terminate());
    await once(client.webSocket, 'open');
    return client;
  }

  private constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('error', () => {});
    webSocket.on('upgrade', response => {
      this.#socket = response.socket;
    });
    webSocket.on('message', data => this.packets.add(decodePacket(data as Buffer)));
    this.closed = new Promise(resolve => {
      webSocket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  send(init: PacketInit): void {
    this.webSocket.send(encodePacket(init));
  }

  /** Writes bytes that are no WebSocket frame, or a part of one. Resolves when they have left. */
  sendRaw(bytes: Uint8Array): Promise<void> {
    this.#socket?.setNoDelay(true);
    return new Promise((resolve, reject) => {
      this.#socket?.write(bytes, error => (error ? reject(error) : resolve()));
    });
  }

  /** Sends all of them in one write. */
  sendTogether(packets: readonly PacketInit[]): void {
    this.#socket?.cork();
    for (const init of packets) this.send(init);
    this.#socket?.uncork();
  }
}

export interface Player {
  readonly client: TestClient;
  readonly accepted: Accepted;
}

export async function logIn(server: TestServer, url?: string, from?: string): Promise<Player> {
  const client = await TestClient.open(server.port, url, from);
  const login = server.logins.next();
  client.send(LOGIN);
  return { client, accepted: await login };
}

/** A TCP connection without a WebSocket. */
export class TestSocket {
  readonly socket: Socket;
  /** All that came before it was closed. */
  readonly answer: Promise<string>;

  static async open(port: number, from = '127.0.0.1'): Promise<TestSocket> {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from, noDelay: true });
    onTestFinished(() => {
      socket.destroy();
    });
    const opened = new TestSocket(socket);
    await once(socket, 'connect');
    return opened;
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    let text = '';
    socket.on('error', () => {});
    socket.on('data', data => {
      text += data.toString();
    });
    this.answer = new Promise(resolve => socket.on('close', () => resolve(text)));
  }
}

/** The message as a client's frame, masked with zeros (RFC 6455, 5.2). */
export function clientFrame(message: Uint8Array, { fin = true, opCode = 2 } = {}): Buffer {
  return Buffer.concat([
    Buffer.from([(fin ? 0x80 : 0) | opCode, 0x80 | message.length, 0, 0, 0, 0]),
    message,
  ]);
}

/** A UDP client that records whole datagrams. */
export class TestDatagrams {
  readonly received = new Arrivals<Buffer>();
  readonly #socket: UdpSocket;
  readonly #serverPort: number;
  readonly #serverAddress: string;

  static async open(serverPort: number, address = '127.0.0.1'): Promise<TestDatagrams> {
    const isIpv6 = address.includes(':');
    const socket = createSocket(isIpv6 ? 'udp6' : 'udp4');
    onTestFinished(() => {
      socket.close();
    });
    socket.bind(0, address);
    await once(socket, 'listening');
    return new TestDatagrams(socket, serverPort, isIpv6 ? '::1' : '127.0.0.1');
  }

  private constructor(socket: UdpSocket, serverPort: number, serverAddress: string) {
    this.#socket = socket;
    this.#serverPort = serverPort;
    this.#serverAddress = serverAddress;
    socket.on('message', datagram => this.received.add(datagram));
  }

  send(init: PacketInit): Promise<void> {
    return this.sendBytes(encodePacket(init));
  }

  /** Resolves when the datagram is in the other socket's buffer, as it is on loopback once it is sent. */
  sendBytes(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, this.#serverPort, this.#serverAddress, error => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  connect(peerId: number, sequenceNumber = 0): Promise<void> {
    return this.send(udpConnect(peerId, sequenceNumber));
  }
}

export interface FastPlayer extends Player {
  readonly datagrams: TestDatagrams;
  readonly fastPort: number;
}

/** Logged in, with a lease and a bound remote port, but nothing acknowledged; the next datagrams are acknowledgements. */
export async function bindPlayer(server: TestServer, peerId = 1): Promise<FastPlayer> {
  const player = await logIn(server);
  const fastPort = await player.accepted.connection.openFastChannel(peerId);
  const datagrams = await TestDatagrams.open(fastPort);
  await datagrams.connect(peerId);
  return { ...player, datagrams, fastPort };
}

/** Up in both directions: one acknowledgement received, the client's own and one message (sequence 1 and 2) taken. */
export async function bringUp(server: TestServer, peerId = 1): Promise<FastPlayer> {
  const player = await bindPlayer(server, peerId);
  await player.datagrams.received.next();
  await player.datagrams.send(udpAck(peerId, 1));
  await player.datagrams.send(toScript('up', 2));
  await player.accepted.packets.next();
  return player;
}

export function udpConnect(peerId: number, sequenceNumber = 0): PacketInit {
  const message = { kind: 'udpConnect' } as const;
  return { opCode: OpCode.UDP_CONNECT, targetPlayer: -1, sender: peerId, sequenceNumber, message };
}

export function udpAck(peerId: number, sequenceNumber: number): PacketInit {
  const message = { kind: 'udpConnect' } as const;
  const opCode = OpCode.UDP_CONNECT_CLIENT_ACK;
  return { opCode, targetPlayer: -1, sender: peerId, sequenceNumber, message };
}

/** A message to the script, as a client sends it. */
export function toScript(text: string, sequenceNumber = 0): PacketInit {
  return { opCode: 10, sequenceNumber, targetPlayer: -1, sender: 1, payload: Buffer.from(text) };
}

/** A message from the script. */
export function fromScript(text: string): OutgoingPacket {
  return new OutgoingPacket({ opCode: 20, sender: -1, targetPlayer: 1, payload: Buffer.from(text) });
}

export function textOf(packet: Packet): string {
  return Buffer.from(packet.payload).toString();
}

export function fromHex(hex: string): Buffer {
  return Buffer.from(hex.replaceAll(' ', ''), 'hex');
}
