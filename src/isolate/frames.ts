/**
 * The link between the relay host and a script worker: frames over a socketpair.
 * A frame is its body's length (u32), kind (u8), session number (u32), then the body; integers little-endian.
 * The host numbers sessions; 0 stands for the worker itself.
 */

/**
 * Host to worker. `hello` comes first and once, with the runtime's source text. `script` and `forgetScript` are
 * about a bundle by its hash; the others about the isolate with the frame's session number: `make` it, `load` a
 * script into it, `begin` a game session with it, run a `batch` of events, `close` it.
 */
export const RequestKind = {
  hello: 1,
  script: 2,
  forgetScript: 3,
  make: 4,
  load: 5,
  begin: 6,
  batch: 7,
  close: 8,
} as const;
/** Worker to host. `ready` answers `hello`; `make`, `load`, `begin` and `batch` are each answered by a `result`, in order. */
export const ReplyKind = { ready: 1, result: 2 } as const;

export const FRAME_HEAD_BYTES = 9;

export interface Frame {
  kind: number;
  sessionNumber: number;
  /** A view; valid during the call that hands it over. */
  body: Buffer;
}

/** The head of a frame whose body follows. */
export function frameHead(kind: number, sessionNumber: number, bodyBytes: number): Buffer {
  const head = Buffer.allocUnsafe(FRAME_HEAD_BYTES);
  head.writeUInt32LE(bodyBytes, 0);
  head.writeUInt8(kind, 4);
  head.writeUInt32LE(sessionNumber, 5);
  return head;
}

/** How running a session's script went. */
export const RESULT_STATUSES = ['ok', 'failed', 'timeout', 'memory'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/** The body of a `result` frame. */
export interface Result {
  status: ResultStatus;
  /** CPU time of the worker's thread for this request, microseconds. */
  cpuUs: number;
  /** Wall time, microseconds. */
  wallUs: number;
  /** What the isolate's heap holds, KiB; 0 when it was not looked at. */
  heapUsedKb: number;
  /** `failed`: why; `timeout`: the stack of what was running; `ok`: an unhandled rejection if there was one; otherwise empty. */
  text: string;
  /** `ok`: the batch of commands. */
  commands: Uint8Array;
}

const RESULT_HEAD_BYTES = 17;
/** A worker of ours cuts its texts; what is longer comes from a stranger. */
const MAX_RESULT_TEXT_BYTES = 32 * 1024;

export function encodeResult(result: Result): Buffer {
  const text = Buffer.from(result.text);
  const body = Buffer.allocUnsafe(RESULT_HEAD_BYTES + text.length + result.commands.length);
  body.writeUInt8(RESULT_STATUSES.indexOf(result.status), 0);
  body.writeUInt32LE(asU32(result.cpuUs), 1);
  body.writeUInt32LE(asU32(result.wallUs), 5);
  body.writeUInt32LE(asU32(result.heapUsedKb), 9);
  body.writeUInt32LE(text.length, 13);
  text.copy(body, RESULT_HEAD_BYTES);
  body.set(result.commands, RESULT_HEAD_BYTES + text.length);
  return body;
}

/** Undefined for a body that no worker of ours would send; `commands` is a view into it. */
export function decodeResult(body: Buffer): Result | undefined {
  if (body.length < RESULT_HEAD_BYTES) return undefined;
  const status = RESULT_STATUSES[body.readUInt8(0)];
  const textBytes = body.readUInt32LE(13);
  const textEnd = RESULT_HEAD_BYTES + textBytes;
  if (status === undefined || textBytes > MAX_RESULT_TEXT_BYTES || textEnd > body.length) return undefined;
  return {
    status,
    cpuUs: body.readUInt32LE(1),
    wallUs: body.readUInt32LE(5),
    heapUsedKb: body.readUInt32LE(9),
    text: textBytes === 0 ? '' : body.toString('utf8', RESULT_HEAD_BYTES, textEnd),
    commands: body.subarray(textEnd),
  };
}

function asU32(value: number): number {
  return Math.min(Math.round(value), 0xffff_ffff);
}

/** The body of a `make` frame, as JSON: what an isolate is made with. */
export interface IsolateSpec {
  heapMb: number;
  /** Wall time for evaluating a script. */
  startMs: number;
  /** Wall time for one batch of events, and for beginning a session. */
  batchMs: number;
  profile: IsolateProfile;
}

/** The body of a `script` frame, as JSON. */
export interface ScriptRequest {
  hash: string;
  code: string;
}

/** The body of a `load` frame, as JSON; `config` is for the runtime inside. */
export interface LoadRequest {
  nowUs: number;
  hash: string;
  config: string;
}

/** The body of a `begin` frame, as JSON; `config` is for the runtime inside. */
export interface BeginRequest {
  nowUs: number;
  config: string;
}

/**
 * `strict`: for scripts of strangers; nothing an isolate throws is ever copied out of it, so rejections that
 * nobody handles go unseen. `standard`: for one's own scripts; the first unhandled rejection of each call is reported.
 */
export type IsolateProfile = 'strict' | 'standard';

/** How much faster than the stream the room for a frame grows, so that a large one is seldom copied. */
const GROWTH = 4;

/**
 * Cuts a stream into frames. What has come of a frame that is not whole yet is kept in one buffer: no larger than
 * the frame, and no larger than four times what has come, into however many pieces that was cut.
 */
export class FrameReader {
  #maxBodyBytes: number;
  #onFrame: (frame: Frame) => void;
  #store = Buffer.alloc(0);
  #storedBytes = 0;
  /** How many bytes the head has or, once that is there, the whole frame. */
  #neededBytes = FRAME_HEAD_BYTES;
  #isRefused = false;

  constructor(maxBodyBytes: number, onFrame: (frame: Frame) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onFrame = onFrame;
  }

  /** @returns false once a frame has announced more than the bound: nothing is read or kept from then on */
  push(chunk: Buffer): boolean {
    let rest = chunk;
    while (this.#storedBytes > 0 && rest.length > 0) {
      const missingBytes = this.#neededBytes - this.#storedBytes;
      this.#append(rest.subarray(0, missingBytes));
      if (this.#storedBytes < this.#neededBytes) return true;
      rest = rest.subarray(missingBytes);
      const stored = this.#store.subarray(0, this.#storedBytes);
      this.#store = Buffer.alloc(0);
      this.#storedBytes = 0;
      this.#cut(stored);
    }
    this.#cut(rest);
    return !this.#isRefused;
  }

  /** Hands over the frames in `bytes`, and stores what is behind the last one. */
  #cut(bytes: Buffer): void {
    let at = 0;
    this.#neededBytes = FRAME_HEAD_BYTES;
    while (bytes.length - at >= FRAME_HEAD_BYTES && !this.#isRefused) {
      const bodyBytes = bytes.readUInt32LE(at);
      this.#isRefused = bodyBytes > this.#maxBodyBytes;
      this.#neededBytes = FRAME_HEAD_BYTES + bodyBytes;
      const end = at + this.#neededBytes;
      if (this.#isRefused || end > bytes.length) break;
      const frame = {
        kind: bytes.readUInt8(at + 4),
        sessionNumber: bytes.readUInt32LE(at + 5),
        body: bytes.subarray(at + FRAME_HEAD_BYTES, end),
      };
      at = end;
      this.#neededBytes = FRAME_HEAD_BYTES;
      this.#onFrame(frame);
    }
    if (at < bytes.length && !this.#isRefused) this.#append(bytes.subarray(at));
  }

  #append(bytes: Buffer): void {
    const length = this.#storedBytes + bytes.length;
    if (length > this.#store.length) {
      const roomBytes = Math.min(this.#neededBytes, Math.max(length, GROWTH * this.#store.length));
      const grown = Buffer.allocUnsafe(roomBytes);
      this.#store.copy(grown, 0, 0, this.#storedBytes);
      this.#store = grown;
    }
    bytes.copy(this.#store, this.#storedBytes);
    this.#storedBytes = length;
  }
}
