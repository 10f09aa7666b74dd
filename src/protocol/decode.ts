import { ByteReader, malformed } from './byte-reader.ts';
import { readMessage } from './decode-message.ts';
import { messageByNumber } from './message-table.ts';
import type { Packet } from './packet.ts';
import { PacketTag } from './packet-tags.ts';
import { unzigzag } from './varint.ts';
import { WireType } from './wire-type.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * Decodes a frame: exactly one length-delimited Packet, a datagram or a binary WebSocket message as it came.
 * Byte fields of the result are views into `frame`.
 *
 * As proto3 has it: unknown fields, and known ones with another wire type, are passed over; of a repeated scalar the
 * last one counts, messages of the same kind are merged, and of different kinds the last one counts; a number wider
 * than 32 bits keeps its low 32. More lenient than proto3: a string that is not UTF-8 has U+FFFD in place of the
 * wrong bytes. Stricter: a group is refused.
 *
 * @throws ClientError `malformed_packet` for bytes that are no such frame; nothing else, whatever the bytes.
 */
export function decodePacket(frame: Uint8Array): Packet {
  const reader = new ByteReader(frame);
  const length = reader.readLength();
  if (length !== reader.remaining) {
    throw malformed(`${reader.remaining - length} bytes follow the packet in its frame`);
  }
  const packet: Packet = {
    opCode: 0,
    sequenceNumber: 0,
    targetPlayer: 0,
    targetGroup: 0,
    sender: 0,
    reliable: false,
    clientVersion: 0,
    payload: NO_BYTES,
    message: undefined,
  };
  while (reader.remaining > 0) readField(reader, packet);
  return packet;
}

function readField(reader: ByteReader, packet: Packet): void {
  const tag = reader.readTag();
  switch (tag) {
    case PacketTag.opCode:
      packet.opCode = unzigzag(reader.readInt32());
      return;
    case PacketTag.sequenceNumber:
      packet.sequenceNumber = reader.readInt32();
      return;
    case PacketTag.targetPlayer:
      packet.targetPlayer = reader.readInt32();
      return;
    case PacketTag.targetGroup:
      packet.targetGroup = reader.readInt32();
      return;
    case PacketTag.sender:
      packet.sender = reader.readInt32();
      return;
    case PacketTag.reliable:
      packet.reliable = reader.readBool();
      return;
    case PacketTag.clientVersion:
      packet.clientVersion = reader.readInt32();
      return;
    case PacketTag.payload:
      packet.payload = reader.readBytes();
      return;
    default:
      readOther(reader, packet, tag);
  }
}

function readOther(reader: ByteReader, packet: Packet, tag: number): void {
  const description = (tag & 7) === WireType.LENGTH_DELIMITED ? messageByNumber(tag >>> 3) : undefined;
  if (description === undefined) reader.skip(tag);
  else packet.message = readMessage(reader, description, packet.message);
}
