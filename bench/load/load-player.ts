import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodePacket } from '../../src/protocol/encode.ts';
import { ALL_PLAYERS_GROUP_ID, CLIENT_VERSION, OpCode, SERVER_PEER_ID } from '../../src/protocol/op-codes.ts';
import type { LoadPlan } from './load-plan.ts';

const OP_CODE = 7;
const MASK_BYTES = 4;
/** Eight bytes before the time in a payload, by which it is found in whatever it comes back in. */
const MARK = Buffer.from('5f6d61726b65725f', 'hex');
const TIME_BYTES = 8;
/** One of so many messages is looked at more closely than for its length. */
const SAMPLED = 8;
const TEXT_OR_BINARY = [0x1, 0x2];
const CLOSE = 0x8;
const PING = 0x9;

export interface Tally {
  received: number;
  latenciesMs: number[];
}

/** A player that costs little: one frame made beforehand, and as much of what comes read as it takes to count it. */
export class LoadPlayer {
  readonly #socket: Socket;
  readonly #frame: Buffer;
  readonly #timeAt: number;
  readonly #leastBytes: number;
  readonly #tally: Tally;
  #rest: Buffer = Buffer.alloc(0);
  #seen = 0;

  /** Connects, and resolves when its messages will be relayed. */
  static async join(plan: LoadPlan, session: number, player: number, tally: Tally): Promise<LoadPlayer> {
    const port = plan.ports[session % plan.ports.length]!;
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    socket.write(
      `GET /${session} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    if (!answer.toString('latin1').startsWith('HTTP/1.1 101'))
      throw new Error(`refused: ${answer.toString()}`);
    const self = new LoadPlayer(socket, plan, tally);
    socket.on('data', (bytes: Buffer) => self.#read(bytes));
    socket.on('error', () => {});
    if (plan.style === 'realtime') await self.#logIn(`${session}/${player}`);
    return self;
  }

  private constructor(socket: Socket, plan: LoadPlan, tally: Tally) {
    this.#socket = socket;
    this.#tally = tally;
    this.#leastBytes = plan.payloadBytes;
    const payload = Buffer.alloc(plan.payloadBytes);
    MARK.copy(payload);
    const target =
      plan.to === 'group' ? { targetGroup: ALL_PLAYERS_GROUP_ID } : { targetPlayer: SERVER_PEER_ID };
    const packet =
      plan.style === 'plain'
        ? payload
        : encodePacket({ opCode: OP_CODE, reliable: true, ...target, payload });
    this.#frame = maskedFrame(packet);
    this.#timeAt = this.#frame.indexOf(MARK) + MARK.length;
  }

  /** @param dueMs when it should have been sent */
  send(dueMs: number): void {
    // The socket may still hold the last one, so each has a copy.
    const frame = Buffer.from(this.#frame);
    frame.writeDoubleLE(dueMs, this.#timeAt);
    this.#socket.write(frame);
  }

  leave(): void {
    this.#socket.destroy();
  }

  async #logIn(playerSessionId: string): Promise<void> {
    const login = encodePacket({
      opCode: OpCode.LOGIN,
      sender: 0,
      clientVersion: CLIENT_VERSION,
      message: { kind: 'login', playerSessionId, clientVersion: CLIENT_VERSION },
    });
    this.#socket.write(maskedFrame(login));
    await once(this.#socket, 'data');
  }

  #read(bytes: Buffer): void {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    for (;;) {
      const frame = frameAt(all, at);
      if (frame === undefined) break;
      this.#take(all, frame);
      at = frame.end;
    }
    this.#rest = at === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(at));
  }

  #take(all: Buffer, { opcode, start, end }: Frame): void {
    if (opcode === PING) this.#socket.write(Buffer.from('8a8000000000', 'hex'));
    else if (opcode === CLOSE) throw new Error(`closed by the server: ${all.toString('latin1', start, end)}`);
    else if (TEXT_OR_BINARY.includes(opcode) && end - start >= this.#leastBytes) this.#count(all, start, end);
  }

  #count(all: Buffer, start: number, end: number): void {
    this.#tally.received++;
    if (++this.#seen % SAMPLED !== 0) return;
    const mark = all.indexOf(MARK, start);
    if (mark === -1 || mark + MARK.length + TIME_BYTES > end) return;
    this.#tally.latenciesMs.push(performance.now() - all.readDoubleLE(mark + MARK.length));
  }
}

interface Frame {
  opcode: number;
  start: number;
  end: number;
}

/** The unmasked frame that begins there; undefined when it has not come whole (RFC 6455, 5.2). */
function frameAt(all: Buffer, at: number): Frame | undefined {
  if (all.length - at < 2) return undefined;
  const opcode = all[at]! & 0x0f;
  const short = all[at + 1]! & 0x7f;
  const headerBytes = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (all.length - at < headerBytes) return undefined;
  const length =
    short === 127 ? Number(all.readBigUInt64BE(at + 2)) : short === 126 ? all.readUInt16BE(at + 2) : short;
  const start = at + headerBytes;
  return start + length > all.length ? undefined : { opcode, start, end: start + length };
}

/** A client's frame, whose mask is all zero so that its payload can be changed in place. */
function maskedFrame(payload: Uint8Array): Buffer {
  const long = payload.length > 125;
  const header = Buffer.alloc((long ? 4 : 2) + MASK_BYTES);
  header[0] = 0x82;
  header[1] = 0x80 | (long ? 126 : payload.length);
  if (long) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}
