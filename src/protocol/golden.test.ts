import { describe, expect, test } from 'vitest';
import { decodePacket } from './decode.ts';
import { encodePacket } from './encode.ts';
import { OutgoingPacket } from './outgoing-packet.ts';
import { GOLDEN } from './test/golden.ts';
import { fromHex, toHex } from './test/hex.ts';

describe('golden bytes', () => {
  test.each(GOLDEN)('$name is written as agreed', ({ packet, hex }) => {
    expect(toHex(encodePacket(packet))).toBe(hex);
  });

  test.each(GOLDEN)('$name is read as agreed', ({ packet, hex }) => {
    expect(decodePacket(fromHex(hex))).toEqual(packet);
  });

  test.each(GOLDEN.filter(({ packet }) => !packet.reliable))(
    '$name gets its sequence number behind a shared body',
    ({ packet, hex }) => {
      const { sequenceNumber, ...init } = packet;
      expect(toHex(new OutgoingPacket(init).frameWithSequence(sequenceNumber))).toBe(hex);
    },
  );
});
