import { WebSocket } from 'ws';
import { decodeTestPacket, encodeTestPacket, type PacketFields } from '../../src/host/test/test-packet.ts';
import { PROBE_OP_CODE } from './act-script.ts';

/** The answers a player waits for are smaller; what is larger need not be read. */
const ANSWER_BYTES = 300;
const LOGIN_RESPONSE = -1;

export interface PlayerEnd {
  reason: string;
  /** Milliseconds since the epoch. */
  atMs: number;
}

/** A player of a hostile session: keeps nothing of what it is sent, for that may be without end. */
export class CrowdPlayer {
  /** `in`, or what the connection was closed with. */
  readonly loggedIn: Promise<string>;
  readonly #socket: WebSocket;
  readonly #closed = Promise.withResolvers<void>();
  readonly #login = Promise.withResolvers<string>();
  #probes: ((isAlive: boolean) => void)[] = [];
  #peerId = 0;
  #end: PlayerEnd | undefined;

  constructor(port: number, sessionId: string) {
    this.loggedIn = this.#login.promise;
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/websocket`, { perMessageDeflate: false });
    this.#socket.on('open', () =>
      this.send({ opCode: 0, targetPlayer: -1, login: { playerSessionId: sessionId, clientVersion: 2 } }),
    );
    this.#socket.on('message', (data: Buffer) => this.#take(data));
    // The `close` event tells.
    this.#socket.on('error', () => {});
    this.#socket.on('close', (_code, reason) => this.#finish(reason.toString()));
  }

  get peerId(): number {
    return this.#peerId;
  }

  /** Undefined while connected. */
  get end(): PlayerEnd | undefined {
    return this.#end;
  }

  send(fields: PacketFields): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(encodeTestPacket({ reliable: true, sender: this.#peerId, ...fields }));
  }

  sendGroupRequest(kind: 'joinGroup' | 'leaveGroup', group: number): void {
    this.send({ opCode: kind === 'joinGroup' ? -10 : -11, targetPlayer: -1, [kind]: { group } });
  }

  /** Resolves with the next answer to a probe, or with false when the connection is closed. */
  nextProbe(): Promise<boolean> {
    if (this.#end !== undefined) return Promise.resolve(false);
    return new Promise(resolve => this.#probes.push(resolve));
  }

  /** Leaves the server this much time to close first. */
  async close(patienceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#socket.close(1000), patienceMs);
    await this.#closed.promise;
    clearTimeout(timer);
  }

  #take(data: Buffer): void {
    if (data.length > ANSWER_BYTES) return;
    const { opCode, loginResult } = decodeTestPacket(data, 'websocket');
    if (opCode === PROBE_OP_CODE) this.#probes.shift()?.(true);
    if (opCode !== LOGIN_RESPONSE || loginResult?.success !== true) return;
    this.#peerId = loginResult.peerId;
    this.#login.resolve('in');
  }

  #finish(reason: string): void {
    this.#end = { reason, atMs: performance.timeOrigin + performance.now() };
    this.#login.resolve(reason);
    for (const resolve of this.#probes.splice(0)) resolve(false);
    this.#closed.resolve();
  }
}
