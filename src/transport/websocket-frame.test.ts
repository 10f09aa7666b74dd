import { expect, test } from 'vitest';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import { FrameCache, frameBinaryMessage } from './websocket-frame.ts';

test.each([
  [0, '82 00'],
  [125, '82 7d'],
  [126, '82 7e 00 7e'],
  [65_535, '82 7e ff ff'],
  [65_536, '82 7f 00 00 00 00 00 01 00 00'],
])('a payload of %d bytes stands unmasked behind the header %s', (payloadBytes, header) => {
  const payload = Buffer.alloc(payloadBytes, 0x5a);
  const frameBehind = (room: number) =>
    new Uint8Array(Buffer.concat([Buffer.alloc(room), payload], room + payloadBytes));
  const frame = frameBinaryMessage({ frameBytes: payloadBytes, frameBehind });
  const headerBytes = header.split(' ').length;
  expect(frame.subarray(0, headerBytes).toString('hex')).toBe(header.replaceAll(' ', ''));
  expect(frame.subarray(headerBytes).equals(payload)).toBe(true);
});

test('a packet is framed once, however many sockets ask', () => {
  const cache = new FrameCache();
  const packet = new OutgoingPacket({ opCode: 20, sender: -1, payload: Buffer.from('x') });
  const frame = cache.frame(packet);
  expect(cache.frame(packet)).toBe(frame);
  expect(frame.subarray(2)).toEqual(Buffer.from(packet.frame));
});
