import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePacket } from './decode.ts';
import { encodePacket } from './encode.ts';
import { OutgoingPacket } from './outgoing-packet.ts';
import { anyPacket } from './test/arbitraries.ts';
import { toHex } from './test/hex.ts';

const login = (playerSessionId: string) =>
  encodePacket({ opCode: 0, message: { kind: 'login', playerSessionId, clientVersion: 0 } });

describe('encodePacket', () => {
  test('a packet of nothing but defaults is one zero byte', () => {
    expect(toHex(encodePacket({ opCode: 0, payload: new Uint8Array(0) }))).toBe('00');
  });

  test('a number outside 32 bits is wrapped, and the sizes still agree', () => {
    const frame = encodePacket({ opCode: 2 ** 32 + 5, sequenceNumber: 2 ** 31, sender: Number.NaN });
    expect(decodePacket(frame)).toMatchObject({ opCode: 5, sequenceNumber: -(2 ** 31), sender: 0 });
  });

  test('text keeps every character, a leading byte order mark too; a lone surrogate is replaced', () => {
    for (const text of ['\ufeffa', 'ä', '€', '😀', 'a😀b', '\u0000']) {
      expect(decodePacket(login(text)).message).toMatchObject({ playerSessionId: text });
    }
    for (const text of ['\ud800', 'a\udc00', '\ud800\ud800\udc00']) {
      expect(decodePacket(login(text)).message).toMatchObject({ playerSessionId: text.toWellFormed() });
    }
  });
});

describe('OutgoingPacket', () => {
  test('with any sequence number it gives the bytes that encodePacket gives', () => {
    fc.assert(
      fc.property(anyPacket, packet => {
        const outgoing = new OutgoingPacket(packet);
        expect(toHex(outgoing.frame)).toBe(toHex(encodePacket({ ...packet, sequenceNumber: 0 })));
        expect(toHex(outgoing.frameWithSequence(packet.sequenceNumber))).toBe(toHex(encodePacket(packet)));
        expect(outgoing.opCode).toBe(packet.opCode);
        expect(outgoing.payloadBytes).toBe(packet.payload.length);
      }),
      { numRuns: 500 },
    );
  });

  test('numbering one datagram changes neither the shared frame nor another datagram', () => {
    const outgoing = new OutgoingPacket({ opCode: 10, payload: Uint8Array.of(1, 2) });
    const shared = toHex(outgoing.frame);
    const first = outgoing.frameWithSequence(1);
    const firstHex = toHex(first);
    outgoing.frameWithSequence(300);
    expect([toHex(outgoing.frame), toHex(first)]).toEqual([shared, firstHex]);
  });

  test('the caller may reuse its payload buffer', () => {
    const payload = Uint8Array.of(1, 2, 3);
    const outgoing = new OutgoingPacket({ opCode: 10, payload });
    payload.fill(9);
    expect(Array.from(decodePacket(outgoing.frame).payload)).toEqual([1, 2, 3]);
    expect(Array.from(decodePacket(outgoing.frameWithSequence(7)).payload)).toEqual([1, 2, 3]);
  });
});
