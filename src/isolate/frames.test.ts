import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeResult, encodeResult, type Frame, FrameReader, frameHead } from './frames.ts';

function collect(maxBodyBytes = 1024): { frames: Frame[]; reader: FrameReader } {
  const frames: Frame[] = [];
  const reader = new FrameReader(maxBodyBytes, frame => {
    frames.push({ ...frame, body: Buffer.from(frame.body) });
  });
  return { frames, reader };
}

/** What is left after a collection. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  // Files share a process, and realms refuse a global that nobody has looked at.
  setFlagsFromString('--no-expose-gc');
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe('frames', () => {
  test('a head is these bytes', () => {
    expect(frameHead(7, 258, 3).toString('hex')).toBe('03000000' + '07' + '02010000');
  });

  test('frames arrive whole however the stream is cut', () => {
    const frame = fc.record({
      kind: fc.nat(255),
      sessionNumber: fc.nat(2 ** 32 - 1),
      body: fc.uint8Array({ maxLength: 50 }).map(bytes => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (sent, step) => {
        const stream = Buffer.concat(
          sent.flatMap(({ kind, sessionNumber, body }) => [
            frameHead(kind, sessionNumber, body.length),
            body,
          ]),
        );
        const { frames, reader } = collect();
        for (let at = 0; at < stream.length; at += step) reader.push(stream.subarray(at, at + step));
        expect(frames).toEqual(sent);
      }),
    );
  });

  test('a frame that announces more than the bound ends the stream before its body is kept', () => {
    const { frames, reader } = collect(10);
    expect(reader.push(frameHead(1, 1, 11))).toBe(false);
    expect(frames).toEqual([]);
  });
});

describe('a stream from a stranger', () => {
  test('once it is refused it stays so, and no frame before that arrives again', () => {
    const { frames, reader } = collect(10);
    expect(reader.push(Buffer.concat([frameHead(2, 7, 0), frameHead(1, 1, 11)]))).toBe(false);
    expect(reader.push(frameHead(2, 8, 0))).toBe(false);
    expect(frames.map(({ sessionNumber }) => sessionNumber)).toEqual([7]);
  });

  test('a frame that comes byte by byte takes no more memory than a small multiple of its bytes', () => {
    const bodyBytes = 128 * 1024;
    const { frames, reader } = collect(bodyBytes);
    reader.push(frameHead(2, 7, bodyBytes));
    const before = bytesInUse();
    // As from a socket: each piece is a Buffer with memory of its own.
    for (let sent = 0; sent < bodyBytes - 1; sent++) reader.push(Buffer.alloc(1));
    expect(bytesInUse() - before).toBeLessThan(8 * bodyBytes);
    reader.push(Buffer.alloc(1));
    expect(frames.map(({ body }) => body.length)).toEqual([bodyBytes]);
  });
});

describe('results', () => {
  test('a result arrives as it was sent', () => {
    const result = {
      status: 'ok',
      cpuUs: 123,
      wallUs: 456,
      heapUsedKb: 789,
      text: 'ü',
      commands: Buffer.from([1, 2, 3]),
    } as const;
    expect(decodeResult(encodeResult(result))).toEqual(result);
  });

  test.each([
    ['too short', '0000'],
    ['of an unknown status', '09 00000000 00000000'],
    ['whose text is longer than it', '00 00000000 ff000000'],
  ])('a result %s is none', (_, hex) => {
    expect(decodeResult(Buffer.from(hex.replaceAll(' ', ''), 'hex'))).toBeUndefined();
  });
});
