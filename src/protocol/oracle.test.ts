import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePacket } from './decode.ts';
import { encodePacket } from './encode.ts';
import type { Packet } from './packet.ts';
import { anyPacket } from './test/arbitraries.ts';
import { toHex } from './test/hex.ts';
import { oracleDecode, oracleEncode } from './test/oracle.ts';
import { bothReadings, canonical, decodeOrRefuse } from './test/same-reading.ts';

function expectSameReading(frame: Uint8Array): void {
  const { ours, theirs } = bothReadings(frame);
  expect(ours, toHex(frame)).toBe(theirs);
}

type Edit = { at: number; byte: number; how: 'replace' | 'insert' | 'remove' | 'repeat' };

const edits = fc.array(
  fc.record({
    at: fc.nat(400),
    byte: fc.integer({ min: 0, max: 255 }),
    how: fc.constantFrom<Edit['how']>('replace', 'insert', 'remove', 'repeat'),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Edits the packet behind its length, then states the length it has now, so that the damage is inside. */
function edited(packet: Packet, changes: readonly Edit[]): Uint8Array {
  const frame = encodePacket(packet);
  const body = Array.from(frame.subarray(frame.findIndex(byte => byte < 0x80) + 1));
  for (const { at, byte, how } of changes) {
    const index = body.length === 0 ? 0 : at % body.length;
    if (how === 'replace') body[index] = byte;
    if (how === 'insert') body.splice(index, 0, byte);
    if (how === 'remove') body.splice(index, 1);
    if (how === 'repeat') body.push(...body.slice(index));
  }
  const length = body.length < 0x80 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7];
  return Uint8Array.from([...length, ...body]);
}

describe('against protobufjs as an independent codec', () => {
  test('what is encoded is byte for byte what protobufjs encodes', () => {
    fc.assert(
      fc.property(anyPacket, packet => {
        expect(toHex(encodePacket(packet))).toBe(toHex(oracleEncode(packet)));
      }),
      { numRuns: 500 },
    );
  });

  test('what is encoded is read back whole by both codecs', () => {
    fc.assert(
      fc.property(anyPacket, packet => {
        const frame = encodePacket(packet);
        expect(canonical(decodePacket(frame))).toBe(canonical(packet));
        expect(canonical(oracleDecode(frame)!.packet)).toBe(canonical(packet));
      }),
      { numRuns: 500 },
    );
  });

  test('damaged packets are refused by both codecs, or read alike', () => {
    fc.assert(
      fc.property(anyPacket, edits, (packet, changes) => {
        fc.pre(packet.payload.length < 150);
        const frame = edited(packet, changes);
        fc.pre(frame.length < 0x4000);
        expectSameReading(frame);
      }),
      { numRuns: 3_000 },
    );
  });

  test('bytes at random are refused by both codecs, or read alike', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), body => {
        expectSameReading(Uint8Array.from([body.length, ...body]));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('frames cut short', () => {
  test('no cut of a packet, its length left or put right, ends in anything but malformed_packet or a packet', () => {
    fc.assert(
      fc.property(anyPacket, packet => {
        const frame = encodePacket(packet);
        const bodyStart = frame.findIndex(byte => byte < 0x80) + 1;
        for (let end = 0; end < frame.length; end++) {
          expect(decodeOrRefuse(frame.subarray(0, end))).toBeUndefined();
          const body = frame.subarray(bodyStart, Math.min(end, bodyStart + 0x7f));
          decodeOrRefuse(Uint8Array.from([body.length, ...body]));
        }
      }),
      { numRuns: 50 },
    );
  });
});
