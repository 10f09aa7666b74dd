import { ClientError } from '../client-errors.ts';
import { MAX_VARINT_BYTES, MAX_VARINT32_BYTES } from './varint.ts';
import { WireType } from './wire-type.ts';

// Keeps a leading byte order mark, as part of the string it is in. Bytes that are not UTF-8 become U+FFFD.
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What every rule of the wire format that the bytes break ends in. */
export function malformed(detail: string): ClientError<'malformed_packet'> {
  return new ClientError('malformed_packet', detail);
}

/**
 * A cursor over bytes a stranger sent. Every method checks its bounds and throws `malformed_packet`.
 * Nothing is allocated by a length the bytes announce: byte fields are views.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** How many bytes are left of the innermost message. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  /** Narrows the reader to the next `length` bytes (a value `readLength` returned); hand the result to `leave`. */
  enter(length: number): number {
    const outerEnd = this.#end;
    this.#end = this.#position + length;
    return outerEnd;
  }

  /** Widens the reader again to what it was before `enter`. */
  leave(outerEnd: number): void {
    this.#end = outerEnd;
  }

  #nextByte(): number {
    if (this.#position >= this.#end) throw malformed('the bytes end inside a field');
    return this.#bytes[this.#position++]!;
  }

  /** A varint of up to ten bytes; its low 32 bits, as a signed integer. */
  readInt32(): number {
    let value = 0;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const byte = this.#nextByte();
      // A shift by 35 or more would wrap around; those bits are above the 32 kept.
      if (index < MAX_VARINT32_BYTES) value |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return value;
    }
    throw malformed('a varint has more than ten bytes');
  }

  /** A varint of up to ten bytes; true where any of its bits is set. */
  readBool(): boolean {
    let bits = 0;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const byte = this.#nextByte();
      bits |= byte & 0x7f;
      if (byte < 0x80) return bits !== 0;
    }
    throw malformed('a varint has more than ten bytes');
  }

  /** A varint that must fit 32 bits unsigned: a tag or a length. */
  #readUint32(): number {
    let value = 0;
    for (let index = 0; index < MAX_VARINT32_BYTES - 1; index++) {
      const byte = this.#nextByte();
      value |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return value;
    }
    const last = this.#nextByte();
    if (last > 0x0f) throw malformed('a tag or a length has more than 32 bits');
    return (value | (last << 28)) >>> 0;
  }

  /** A field's tag; field number 0 does not exist. */
  readTag(): number {
    const tag = this.#readUint32();
    if (tag < 8) throw malformed('a field has the number 0');
    return tag;
  }

  /** A length, at most {@link remaining}. */
  readLength(): number {
    const length = this.#readUint32();
    if (length > this.remaining) {
      throw malformed(`a field announces ${length} bytes where ${this.remaining} are left`);
    }
    return length;
  }

  /** A length and that many bytes: a view. */
  readBytes(): Uint8Array {
    const length = this.readLength();
    const start = this.#position;
    this.#position += length;
    return this.#bytes.subarray(start, this.#position);
  }

  readString(): string {
    return utf8Decoder.decode(this.readBytes());
  }

  /**
   * Passes over a field nobody knows. Groups are refused: this protocol has none, no proto3 writer makes one, and
   * they are the only unknown field that nests.
   */
  skip(tag: number): void {
    switch (tag & 7) {
      case WireType.VARINT:
        this.readBool();
        return;
      case WireType.FIXED64:
        this.#advance(8);
        return;
      case WireType.LENGTH_DELIMITED:
        this.#advance(this.readLength());
        return;
      case WireType.FIXED32:
        this.#advance(4);
        return;
      default:
        throw malformed(`field ${tag >>> 3} has wire type ${tag & 7}`);
    }
  }

  #advance(bytes: number): void {
    if (bytes > this.remaining) throw malformed('the bytes end inside a field');
    this.#position += bytes;
  }
}
