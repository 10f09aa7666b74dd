import { ByteWriter } from './byte-writer.ts';
import {
  encodePacket,
  int32FieldBytes,
  opCodeFieldBytes,
  type PacketInit,
  writeInt32Field,
  writeOpCode,
} from './encode.ts';
import { PacketTag } from './packet-tags.ts';
import { uint32Bytes } from './varint.ts';

/**
 * A packet encoded once, for any number of recipients. Built from a copy: what `init` refers to may change afterwards.
 * A sequence number in `init` is left out; each recipient of a datagram has its own.
 */
export class OutgoingPacket {
  readonly opCode: number;
  /** The length of the payload alone, in bytes. */
  readonly payloadBytes: number;
  readonly #frame: Uint8Array;
  /** Where in the frame the fields after opCode and sequenceNumber start. */
  readonly #tailStart: number;

  constructor(init: PacketInit) {
    this.opCode = init.opCode | 0;
    this.payloadBytes = init.payload?.length ?? 0;
    this.#frame = encodePacket(init.sequenceNumber ? { ...init, sequenceNumber: 0 } : init);
    this.#tailStart = lengthPrefixBytes(this.#frame) + opCodeFieldBytes(this.opCode);
  }

  /** The frame without a sequence number, shared by all recipients: never modify it. */
  get frame(): Uint8Array {
    return this.#frame;
  }

  /** The frame for one datagram, equal to what `encodePacket` gives with this sequence number: never modify it. */
  frameWithSequence(sequenceNumber: number): Uint8Array {
    // proto3 leaves a zero out, so this is the very same frame.
    if ((sequenceNumber | 0) === 0) return this.#frame;
    const tail = this.#frame.subarray(this.#tailStart);
    const bodyBytes = opCodeFieldBytes(this.opCode) + int32FieldBytes(sequenceNumber) + tail.length;
    const frame = new Uint8Array(uint32Bytes(bodyBytes) + bodyBytes);
    const writer = new ByteWriter(frame);
    writer.writeUint32(bodyBytes);
    writeOpCode(writer, this.opCode);
    writeInt32Field(writer, PacketTag.sequenceNumber, sequenceNumber);
    writer.writeRaw(tail);
    return frame;
  }
}

/** A varint ends with its first byte below 0x80. */
function lengthPrefixBytes(frame: Uint8Array): number {
  return frame.findIndex(byte => byte < 0x80) + 1;
}
