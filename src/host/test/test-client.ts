import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeTestPacket, encodeTestPacket, type PacketFields, type TestPacket } from './test-packet.ts';

export { encodeTestPacket, type PacketFields, type TestPacket };

export interface TestLogin {
  playerSessionId?: string;
  payload?: string | Buffer;
}

export interface OpenOptions {
  host?: string;
  path?: string;
  /** False: pings stay unanswered. */
  autoPong?: boolean;
}

/** How a connection ended, as its client saw it. */
export interface TestClose {
  code: number;
  reason: string;
}

interface Waiting {
  matches: (packet: TestPacket) => boolean;
  resolve: (packet: TestPacket) => void;
  reject: (error: Error) => void;
}

export type TestChannel = 'reliable' | 'fast';

const ACK_OP_CODE = -6;
/** The op code of `echo`. */
const ECHO_OP_CODE = 999;

/** A Realtime client for tests. It does nothing by itself but record what comes: tests say every step. */
export class TestClient {
  readonly socket: WebSocket;
  /** Everything that came, oldest first; `next` takes from it. */
  readonly inbox: TestPacket[] = [];
  readonly #host: string;
  #waiting: Waiting[] = [];
  #end: TestClose | undefined;
  #udp: Socket | undefined;
  #sequenceNumber = 0;
  #peerId = 0;
  #fastPort = 0;
  readonly closed: Promise<TestClose>;

  private constructor(host: string, socket: WebSocket) {
    this.#host = host;
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.#take(decodeTestPacket(data, 'websocket')));
    this.closed = new Promise(resolve => {
      socket.on('close', (code, reason) => {
        this.#end = { code, reason: reason.toString() };
        for (const { reject } of this.#waiting.splice(0)) reject(closedError(this.#end));
        resolve(this.#end);
      });
    });
  }

  /** Opens the WebSocket; nothing is sent. */
  static async open(port: number, options: OpenOptions = {}): Promise<TestClient> {
    const { host = '127.0.0.1', path = '/websocket', autoPong = true } = options;
    const socket = new WebSocket(`ws://${host}:${port}${path}`, { perMessageDeflate: false, autoPong });
    const client = new TestClient(host, socket);
    await once(socket, 'open');
    return client;
  }

  /** Opens the WebSocket and logs in; rejects when the login is refused. */
  static async login(port: number, login: TestLogin = {}, options: OpenOptions = {}): Promise<TestClient> {
    const client = await TestClient.open(port, options);
    client.sendLogin(login);
    const response = await client.next(packet => packet.opCode === -1);
    if (response.loginResult?.success !== true)
      throw new Error(`refused: ${JSON.stringify(await client.closed)}`);
    return client;
  }

  get peerId(): number {
    return this.#peerId;
  }

  get fastPort(): number {
    return this.#fastPort;
  }

  sendLogin({ playerSessionId = '', payload = '' }: TestLogin): void {
    this.sendReliable({
      opCode: 0,
      targetPlayer: -1,
      payload: Buffer.from(payload),
      login: { playerSessionId, clientVersion: 2 },
    });
  }

  /** By the WebSocket, marked reliable unless `fields` say otherwise. */
  sendReliable(fields: PacketFields): void {
    this.socket.send(encodeTestPacket({ reliable: true, sender: this.#peerId, ...fields }));
  }

  /** By UDP, with the next sequence number unless `fields` give one. */
  sendFast(fields: PacketFields): Promise<void> {
    return this.sendDatagram(
      encodeTestPacket({ sequenceNumber: this.#sequenceNumber++, sender: this.#peerId, ...fields }),
    );
  }

  /** Resolves when the datagram has left, which on loopback means that it has arrived. */
  sendDatagram(bytes: Uint8Array): Promise<void> {
    const sent = new Promise<void>((resolve, reject) => {
      this.#udpSocket().send(bytes, this.#fastPort, this.#host, error => (error ? reject(error) : resolve()));
    });
    // Whoever does not wait does not care.
    sent.catch(() => {});
    return sent;
  }

  /** A message to the script. */
  sendToScript(opCode: number, payload: string | Buffer, channel: TestChannel = 'reliable'): void {
    this.#sendMessage({ opCode, targetPlayer: -1, payload: Buffer.from(payload) }, channel);
  }

  sendToPlayer(
    peerId: number,
    opCode: number,
    payload: string | Buffer,
    channel: TestChannel = 'reliable',
  ): void {
    this.#sendMessage({ opCode, targetPlayer: peerId, payload: Buffer.from(payload) }, channel);
  }

  sendToGroup(
    groupId: number,
    opCode: number,
    payload: string | Buffer,
    channel: TestChannel = 'reliable',
  ): void {
    this.#sendMessage({ opCode, targetGroup: groupId, payload: Buffer.from(payload) }, channel);
  }

  joinGroup(group: number): void {
    this.sendReliable({ opCode: -10, targetPlayer: -1, joinGroup: { group } });
  }

  leaveGroup(group: number): void {
    this.sendReliable({ opCode: -11, targetPlayer: -1, leaveGroup: { group } });
  }

  requestGroupMembership(group: number): void {
    this.sendReliable({ opCode: -12, targetPlayer: -1, requestGroupMembership: { group } });
  }

  /** Brings the fast channel up the way the SDK does: connect, server's acknowledgement, client's. */
  async connectFast(): Promise<void> {
    this.sendFast({ opCode: -5, targetPlayer: -1, udpConnect: {} });
    await this.next(packet => packet.opCode === ACK_OP_CODE && packet.via === 'udp');
    this.sendFast({ opCode: -7, targetPlayer: -1, udpConnect: {} });
  }

  /**
   * Has a script that echoes send a message back by the same channel. What this client sent by that channel
   * before has been dealt with then, and what it was sent by it is in the inbox.
   */
  async echo(text: string, channel: TestChannel = 'reliable'): Promise<TestPacket> {
    this.sendToScript(ECHO_OP_CODE, text, channel);
    return this.next(
      packet => packet.opCode === ECHO_OP_CODE && packet.sender === -1 && packet.text === text,
    );
  }

  /** What is in the inbox of developers' messages. */
  get messages(): TestPacket[] {
    return this.inbox.filter(packet => packet.opCode > 0);
  }

  /** `connectFast`, for a script that echoes: returns when the server, too, counts the fast channel as up. */
  async bringUpFast(): Promise<void> {
    await this.connectFast();
    await this.echo('up', 'fast');
    // On a busy machine the server repeats itself before it hears from the client.
    this.inbox.splice(0, this.inbox.length, ...this.inbox.filter(packet => packet.opCode !== ACK_OP_CODE));
  }

  /** The oldest packet that matches and was not taken yet; waits for it, and rejects when the WebSocket closes. */
  next(matches: (packet: TestPacket) => boolean = () => true): Promise<TestPacket> {
    const at = this.inbox.findIndex(matches);
    if (at >= 0) return Promise.resolve(this.inbox.splice(at, 1)[0]!);
    if (this.#end !== undefined) return Promise.reject(closedError(this.#end));
    const arrived = new Promise<TestPacket>((resolve, reject) => {
      this.#waiting.push({ matches, resolve, reject });
    });
    // A packet that is not waited for any more when the connection ends is no error.
    arrived.catch(() => {});
    return arrived;
  }

  /** The next developer's message, or the next with this op code. */
  nextMessage(opCode?: number): Promise<TestPacket> {
    return this.next(packet => (opCode === undefined ? packet.opCode > 0 : packet.opCode === opCode));
  }

  /** The next membership update of this group. */
  async nextMembership(group: number): Promise<number[]> {
    const packet = await this.next(({ groupMembershipUpdate }) => groupMembershipUpdate?.group === group);
    return packet.groupMembershipUpdate!.players;
  }

  /** Closes as the SDK does, with code 1000. */
  async close(): Promise<void> {
    this.#udp?.close();
    this.#udp = undefined;
    this.socket.close(1000);
    await this.closed;
  }

  /** Lets the TCP connection fall without a close. */
  async terminate(): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  #sendMessage(fields: PacketFields, channel: TestChannel): void {
    if (channel === 'reliable') this.sendReliable(fields);
    else this.sendFast(fields);
  }

  #udpSocket(): Socket {
    if (this.#udp === undefined) {
      this.#udp = createSocket('udp4');
      this.#udp.unref();
      this.#udp.on('message', data => this.#take(decodeTestPacket(data, 'udp')));
    }
    return this.#udp;
  }

  #take(packet: TestPacket): void {
    if (packet.loginResult?.success === true) {
      this.#peerId = packet.loginResult.peerId;
      this.#fastPort = packet.loginResult.fastPort;
    }
    const at = this.#waiting.findIndex(({ matches }) => matches(packet));
    if (at >= 0) this.#waiting.splice(at, 1)[0]!.resolve(packet);
    else this.inbox.push(packet);
  }
}

function closedError({ code, reason }: TestClose): Error {
  return new Error(`the connection was closed: ${code} ${reason}`);
}
