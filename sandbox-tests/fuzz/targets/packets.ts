/** The packets of players: `decodePacket`, held to a second codec, and what is written of what was read. */
import { deepStrictEqual, strictEqual } from 'node:assert';
import { decodePacket } from '../../../src/protocol/decode.ts';
import { encodePacket } from '../../../src/protocol/encode.ts';
import { messageByKind } from '../../../src/protocol/message-table.ts';
import { OutgoingPacket } from '../../../src/protocol/outgoing-packet.ts';
import type { Packet, PacketMessage } from '../../../src/protocol/packet.ts';
import { PacketTag } from '../../../src/protocol/packet-tags.ts';
import { GOLDEN } from '../../../src/protocol/test/golden.ts';
import { fromHex } from '../../../src/protocol/test/hex.ts';
import { bothReadings, decodeOrRefuse } from '../../../src/protocol/test/same-reading.ts';
import { ensure, type FuzzTarget } from '../engine/target.ts';
import { ensureShape, type Shape } from './shapes.ts';

const PACKET: Record<string, Shape> = {
  opCode: 'i32',
  sequenceNumber: 'i32',
  targetPlayer: 'i32',
  targetGroup: 'i32',
  sender: 'i32',
  clientVersion: 'i32',
  payload: 'bytes',
};

function checkShape(packet: Packet, frame: Uint8Array): void {
  const { message, reliable, ...fields } = packet;
  ensureShape(fields, { fields: PACKET }, frame, 'packet');
  ensure(typeof reliable === 'boolean', 'reliable: boolean');
  if (message !== undefined) checkMessage(message, frame);
}

function checkMessage({ kind, ...values }: PacketMessage, frame: Uint8Array): void {
  const { fields } = messageByKind(kind);
  deepStrictEqual(
    Object.keys(values),
    fields.map(field => field.name),
  );
  for (const { name, type } of fields) {
    const value = (values as Record<string, unknown>)[name];
    if (type === 'bool') ensure(typeof value === 'boolean', `${name}: boolean`);
    else if (type === 'int32') ensureShape(value, 'i32', frame, name);
    else if (type === 'string') ensureShape(value, 'text', frame, name);
    else if (type === 'bytes') ensureShape(value, 'bytes', frame, name);
    else for (const item of value as number[]) ensureShape(item, 'i32', frame, name);
  }
}

/** What was read is written, and read again, as it is; also as it goes to many players. */
function checkRoundTrip(packet: Packet): void {
  const frame = encodePacket(packet);
  deepStrictEqual(decodePacket(frame), packet);
  deepStrictEqual(new OutgoingPacket(packet).frameWithSequence(packet.sequenceNumber), frame);
}

export const target: FuzzTarget = {
  maxBytes: 512,
  seeds: GOLDEN.map(({ hex }) => fromHex(hex)),
  dictionary: [
    ...Object.values(PacketTag).map(tag => Uint8Array.of(tag)),
    ...[
      'f201',
      'fa01',
      '8202',
      '8a02',
      '9202',
      '9a02',
      'a202',
      'aa02',
      'b202',
      'c202',
      'ca02',
      'd202',
      'da02',
    ].map(fromHex),
    ...['ffffffffffffffffff01', '8080808010', 'ffffffff0f', '808001', '53', '54'].map(fromHex),
  ],
  run(input) {
    const packet = decodeOrRefuse(input);
    if (packet !== undefined) {
      checkShape(packet, input);
      checkRoundTrip(packet);
    }
    const { ours, theirs } = bothReadings(input);
    strictEqual(ours, theirs);
  },
};
