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

/** The most that a transport may put before a frame: what the head of a WebSocket frame takes (RFC 6455, 5.2). */
const ROOM_BYTES = 10;

/**
 * A packet encoded once, for any number of recipients. Built from a copy: what `init` refers to may change afterwards.
 * A sequence number in `init` is left out; each recipient of a datagram has its own.
 */
export class OutgoingPacket {
  readonly opCode: number;
  /** The length of the payload alone, in bytes. */
  readonly payloadBytes: number;
  /** The frame behind its room. */
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(init: PacketInit) {
    this.opCode = init.opCode | 0;
    this.payloadBytes = init.payload?.length ?? 0;
    this.#bytes = encodePacket(init.sequenceNumber ? { ...init, sequenceNumber: 0 } : init, ROOM_BYTES);
  }

  /** The length of `frame`, in bytes. */
  get frameBytes(): number {
    return this.#bytes.length - ROOM_BYTES;
  }

  /**
   * The frame with so many bytes of room before it, at most 10. All who ask share it, and put the same there: so a
   * packet and its WebSocket frame are one piece of memory, which costs more to get than to fill.
   */
  frameBehind(headBytes: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(ROOM_BYTES - headBytes);
  }

  /** The frame without a sequence number, shared by all recipients: never modify it. */
  get frame(): Uint8Array {
    return this.frameBehind(0);
  }

  /** The frame for one datagram, equal to what `encodePacket` gives with this sequence number: never modify it. */
  frameWithSequence(sequenceNumber: number): Uint8Array {
    // proto3 leaves a zero out, so this is the very same frame.
    if ((sequenceNumber | 0) === 0) return this.frame;
    const opCodeBytes = opCodeFieldBytes(this.opCode);
    const tail = this.#bytes.subarray(this.#bodyStart() + opCodeBytes);
    const bodyBytes = opCodeBytes + int32FieldBytes(sequenceNumber) + tail.length;
    const frame = new Uint8Array(uint32Bytes(bodyBytes) + bodyBytes);
    const writer = new ByteWriter(frame);
    writer.writeUint32(bodyBytes);
    writeOpCode(writer, this.opCode);
    writeInt32Field(writer, PacketTag.sequenceNumber, sequenceNumber);
    writer.writeRaw(tail);
    return frame;
  }

  /** Behind the length, a varint, which ends with its first byte below 0x80. */
  #bodyStart(): number {
    let at = ROOM_BYTES;
    while (this.#bytes[at]! >= 0x80) at++;
    return at + 1;
  }
}
