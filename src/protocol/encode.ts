import { ByteWriter } from './byte-writer.ts';
import { messageFieldBytes, writeMessageField } from './encode-message.ts';
import type { Packet } from './packet.ts';
import { PacketTag } from './packet-tags.ts';
import { int32Bytes, uint32Bytes, zigzag } from './varint.ts';

/** A packet to send; what is left out is zero, false, empty or absent. Numbers are converted to 32-bit integers. */
export type PacketInit = { opCode: number } & Partial<Omit<Packet, 'opCode'>>;

/**
 * Encodes a packet with its length before it, in canonical proto3: fields in ascending order, defaults left out, a
 * oneof member written even when it is empty. The result is the frame of one datagram or binary WebSocket message,
 * behind as many bytes of zero as `roomBytes` says.
 */
export function encodePacket(init: PacketInit, roomBytes = 0): Uint8Array<ArrayBuffer> {
  const bodyBytes = packetBytes(init);
  const frame = new Uint8Array(roomBytes + uint32Bytes(bodyBytes) + bodyBytes);
  const writer = new ByteWriter(frame, roomBytes);
  writer.writeUint32(bodyBytes);
  writeOpCode(writer, init.opCode);
  writeInt32Field(writer, PacketTag.sequenceNumber, init.sequenceNumber);
  writeInt32Field(writer, PacketTag.targetPlayer, init.targetPlayer);
  writeInt32Field(writer, PacketTag.targetGroup, init.targetGroup);
  writeInt32Field(writer, PacketTag.sender, init.sender);
  writeInt32Field(writer, PacketTag.reliable, Number(init.reliable ?? false));
  writeInt32Field(writer, PacketTag.clientVersion, init.clientVersion);
  if (init.payload !== undefined && init.payload.length > 0) {
    writer.writeUint32(PacketTag.payload);
    writer.writeUint32(init.payload.length);
    writer.writeRaw(init.payload);
  }
  if (init.message !== undefined) writeMessageField(writer, init.message);
  return frame;
}

function packetBytes(init: PacketInit): number {
  const payloadBytes = init.payload?.length ?? 0;
  return (
    opCodeFieldBytes(init.opCode) +
    int32FieldBytes(init.sequenceNumber) +
    int32FieldBytes(init.targetPlayer) +
    int32FieldBytes(init.targetGroup) +
    int32FieldBytes(init.sender) +
    (init.reliable ? 2 : 0) +
    int32FieldBytes(init.clientVersion) +
    (payloadBytes === 0 ? 0 : 1 + uint32Bytes(payloadBytes) + payloadBytes) +
    (init.message === undefined ? 0 : messageFieldBytes(init.message))
  );
}

/** How many bytes the op code takes in its packet, tag included. */
export function opCodeFieldBytes(opCode: number): number {
  const number = opCode | 0;
  return number === 0 ? 0 : 1 + uint32Bytes(zigzag(number));
}

/** Writes the op code with its tag, or nothing for 0. */
export function writeOpCode(writer: ByteWriter, opCode: number): void {
  const number = opCode | 0;
  if (number === 0) return;
  writer.writeUint32(PacketTag.opCode);
  writer.writeUint32(zigzag(number));
}

/** How many bytes an int32 field of a packet takes, tag included. */
export function int32FieldBytes(value: number | undefined): number {
  const number = (value ?? 0) | 0;
  return number === 0 ? 0 : 1 + int32Bytes(number);
}

/** Writes an int32 field of a packet with its tag, or nothing for 0. */
export function writeInt32Field(writer: ByteWriter, tag: number, value: number | undefined): void {
  const number = (value ?? 0) | 0;
  if (number === 0) return;
  writer.writeUint32(tag);
  writer.writeInt32(number);
}
