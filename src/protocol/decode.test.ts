import { describe, expect, test } from 'vitest';
import { decodePacket } from './decode.ts';
import type { Packet } from './packet.ts';
import { fromHex } from './test/hex.ts';

/** Decodes a packet given without its length. */
function decode(bodyHex: string): Packet {
  const body = fromHex(bodyHex);
  return decodePacket(Uint8Array.from([body.length, ...body]));
}

const refused = expect.objectContaining({ code: 'malformed_packet' });

describe('frames', () => {
  test('an empty packet is a packet', () => {
    expect(decodePacket(fromHex('00'))).toMatchObject({ opCode: 0, reliable: false, message: undefined });
  });

  test.each([
    ['no bytes at all', ''],
    ['a byte after the packet', '02 08 14 00'],
    ['a byte too few', '03 08 14'],
    ['a length without end', 'ff ff ff'],
    ['a length wider than 32 bits', 'ff ff ff ff 1f'],
    ['a length of 4 GiB', 'ff ff ff ff 0f'],
  ])('%s is refused', (_name, hex) => {
    expect(() => decodePacket(fromHex(hex))).toThrow(refused);
  });

  test('the payload is a view into the frame, not a copy', () => {
    const frame = fromHex('04 7a 02 68 69');
    expect(decodePacket(frame).payload.buffer).toBe(frame.buffer);
  });
});

describe('fields', () => {
  test.each([
    ['field number 0', '00 00'],
    ['field number 0 inside a message', '92 02 09 01 0102030405060708'],
    ['a tag wider than 32 bits', '88 80 80 80 10 00'],
    ['a varint of eleven bytes', '10 80 80 80 80 80 80 80 80 80 80 00'],
    ['a varint cut short', '10 80'],
    ['a payload that announces more than there is', '7a 05 68'],
    ['a message that announces more than there is', 'f2 01 05 0a 00'],
    ['a string that reaches past its message', 'f2 01 02 0a 03 61 62 63'],
    ['a list item cut off by the end of its list', 'da 02 03 12 01 80 01'],
    ['an unknown field cut short', '51 00'],
    ['a group', '53 54'],
    ['the end of a group that never began', '54'],
    ['wire type 6', '56'],
    ['wire type 7', '57'],
  ])('%s is refused', (_name, hex) => {
    expect(() => decode(hex)).toThrow(refused);
  });

  test('unknown fields of every wire type are passed over', () => {
    expect(decode('50 ff 01 51 0102030405060708 52 02 ff ff 55 01020304 10 07').sequenceNumber).toBe(7);
  });

  test('a known field with another wire type is passed over', () => {
    expect(decode('12 01 09 78 05')).toMatchObject({ sequenceNumber: 0, payload: new Uint8Array(0) });
  });

  test('the last of a repeated scalar counts', () => {
    expect(decode('10 01 10 02').sequenceNumber).toBe(2);
  });

  test('a later zero puts an earlier value back to the default', () => {
    expect(decode('08 14 08 00 30 01 30 00')).toMatchObject({ opCode: 0, reliable: false });
  });

  test('a negative number may come in ten bytes or, cut to 32 bits, in five', () => {
    expect(decode('18 ffffffffffffffffff01').targetPlayer).toBe(-1);
    expect(decode('18 ffffffff0f').targetPlayer).toBe(-1);
  });

  test('bits above the 32nd are dropped from a number but count in a boolean', () => {
    expect(decode('10 81 80 80 80 10').sequenceNumber).toBe(1);
    expect(decode('30 80 80 80 80 10').reliable).toBe(true);
  });

  test.each([
    ['08 fe ff ff ff 0f', 2_147_483_647],
    ['08 ff ff ff ff 0f', -2_147_483_648],
    ['08 01', -1],
  ])('the op code %s is unfolded to %d', (hex, opCode) => {
    expect(decode(hex).opCode).toBe(opCode);
  });
});

describe('messages', () => {
  test('two of one kind are merged', () => {
    expect(decode('f2 01 03 0a 01 61 f2 01 02 10 02').message).toEqual({
      kind: 'login',
      playerSessionId: 'a',
      clientVersion: 2,
    });
  });

  test('the last of several kinds counts, and starts empty', () => {
    expect(decode('c2 02 02 08 07 ca 02 00 c2 02 00').message).toEqual({ kind: 'joinGroup', group: 0 });
  });

  test('a list may come packed, unpacked and in several pieces', () => {
    expect(decode('da 02 09 12 01 01 10 02 12 02 03 04 da 02 02 10 05').message).toEqual({
      kind: 'groupMembershipUpdate',
      group: 0,
      players: [1, 2, 3, 4, 5],
    });
  });

  test('bytes that are not UTF-8 become replacement characters in a string', () => {
    expect(decode('f2 01 04 0a 02 61 ff').message).toMatchObject({ playerSessionId: 'a\ufffd' });
  });

  test('two packets never share a list', () => {
    const first = decode('da 02 02 10 01').message;
    decode('da 02 02 10 02');
    expect(first).toMatchObject({ players: [1] });
  });
});
