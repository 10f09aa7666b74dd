/** The link between host and worker: `FrameReader` and `decodeResult`. The first two bytes of an input say how it is cut. */
import { deepStrictEqual } from 'node:assert';
import {
  decodeResult,
  encodeResult,
  FRAME_HEAD_BYTES,
  type Frame,
  FrameReader,
  frameHead,
  RESULT_STATUSES,
  ReplyKind,
  type Result,
} from '../../../src/isolate/frames.ts';
import { ensure, type FuzzTarget } from '../engine/target.ts';
import { ensureShape } from './shapes.ts';

const CUT_BYTES = 2;
const MAX_BODY_BYTES = 600;

/** Our own reading of the stream as a whole: what has to arrive, however it is cut. */
function expectedFrames(stream: Buffer): { frames: Frame[]; isRefused: boolean } {
  const frames: Frame[] = [];
  let at = 0;
  while (stream.length - at >= FRAME_HEAD_BYTES) {
    const bodyBytes = stream.readUInt32LE(at);
    if (bodyBytes > MAX_BODY_BYTES) return { frames, isRefused: true };
    const start = at + FRAME_HEAD_BYTES;
    if (start + bodyBytes > stream.length) break;
    const body = stream.subarray(start, start + bodyBytes);
    frames.push({ kind: stream[at + 4]!, sessionNumber: stream.readUInt32LE(at + 5), body });
    at = start + bodyBytes;
  }
  return { frames, isRefused: false };
}

/** Pieces of one length, then of the other, and so on. */
function pieces(stream: Buffer, lengths: readonly number[]): Buffer[] {
  const result: Buffer[] = [];
  for (let at = 0; at < stream.length; ) {
    const length = 1 + lengths[result.length % lengths.length]!;
    // Sockets hand each piece over in memory of its own.
    result.push(Buffer.from(stream.subarray(at, at + length)));
    at += length;
  }
  return result;
}

function checkStream(stream: Buffer, cuts: readonly number[]): void {
  const expected = expectedFrames(stream);
  const frames: Frame[] = [];
  const reader = new FrameReader(MAX_BODY_BYTES, frame => {
    checkResult(frame.body);
    frames.push({ ...frame, body: Buffer.from(frame.body) });
  });
  let isRefused = false;
  for (const piece of pieces(stream, cuts)) {
    // A socket may have more to hand over when its worker is being killed already.
    const isTaken = reader.push(piece);
    ensure(!(isRefused && isTaken), 'a stream that was refused stays refused');
    isRefused = !isTaken;
  }
  deepStrictEqual({ frames, isRefused }, expected);
}

/** The bytes of a `result` are read within their shape, and written again as they were if the text is UTF-8. */
function checkResult(body: Buffer): void {
  const result = decodeResult(body);
  if (result === undefined) return;
  ensureShape(
    result,
    {
      fields: {
        ...{ status: RESULT_STATUSES, cpuUs: 'u32', wallUs: 'u32', heapUsedKb: 'u32' },
        ...{ text: 'text', commands: 'bytes' },
      },
    },
    body,
    'result',
  );
  deepStrictEqual(decodeResult(encodeResult(result)), result);
  if (!result.text.includes('\ufffd')) deepStrictEqual(encodeResult(result), Buffer.from(body));
}

function frameOf(result: Result): Buffer {
  const body = encodeResult(result);
  return Buffer.concat([frameHead(ReplyKind.result, 1, body.length), body]);
}

const ready = frameHead(ReplyKind.ready, 0, 0);
const results = [
  frameOf({
    status: 'ok',
    cpuUs: 123,
    wallUs: 456,
    heapUsedKb: 789,
    text: 'ü',
    commands: Buffer.from([1, 2, 3]),
  }),
  frameOf({
    ...{ status: 'failed', cpuUs: 2 ** 32 - 1, wallUs: 2 ** 32 - 1, heapUsedKb: 0 },
    ...{ text: 'Error: no', commands: Buffer.alloc(0) },
  }),
];

export const target: FuzzTarget = {
  maxBytes: 2048,
  seeds: [
    Buffer.concat([Buffer.of(0, 0), ready, ...results]),
    Buffer.concat([Buffer.of(4, 40), ...results, ready]),
    Buffer.concat([Buffer.of(255, 255), ...results, ...results, frameHead(1, 1, MAX_BODY_BYTES + 1)]),
  ],
  dictionary: [
    ready,
    frameHead(ReplyKind.result, 1, MAX_BODY_BYTES),
    frameHead(ReplyKind.result, 1, MAX_BODY_BYTES + 1),
    frameHead(ReplyKind.result, 1, 17),
  ],
  run(input) {
    if (input.length < CUT_BYTES) return;
    checkStream(Buffer.from(input.subarray(CUT_BYTES)), [...input.subarray(0, CUT_BYTES)]);
  },
};
