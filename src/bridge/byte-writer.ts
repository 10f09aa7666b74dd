import { Bytes, bufferOf, copyBytes, lengthOf } from './captured.ts';

/**
 * Little-endian writer over one growing buffer. It never holds more than `maxBytes`: a caller asks
 * `hasRoomFor` before it begins a record and decides what to leave out.
 */
export class ByteWriter {
  readonly maxBytes: number;
  #bytes: Uint8Array;
  #length = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
    this.#bytes = new Bytes(1024);
  }

  get length(): number {
    return this.#length;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#length + bytes <= this.maxBytes;
  }

  /** Forgets what was written; the buffer is kept for the next batch. */
  reset(): void {
    this.#length = 0;
  }

  /** What was written, as a view that the next write or reset may change. */
  written(): Uint8Array {
    // Not `subarray`, which asks for the species: inside an isolate that is the script's constructor, with its cap.
    return new Bytes(bufferOf(this.#bytes), 0, this.#length);
  }

  /** Whether the bytes written at `at` are these. */
  holdsAt(at: number, value: Uint8Array): boolean {
    const bytes = this.#bytes;
    const length = lengthOf(value);
    for (let i = 0; i < length; i++) {
      if (bytes[at + i] !== value[i]) return false;
    }
    return true;
  }

  u8(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  u16(value: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = value;
    this.#bytes[this.#length++] = value >>> 8;
  }

  /** Takes any 32 bits: signed values are read back with `ByteReader.i32`. */
  u32(value: number): void {
    this.#reserve(4);
    const bytes = this.#bytes;
    const at = this.#length;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.#length = at + 4;
  }

  /** An integer from 0 to 2^53 - 1. */
  u53(value: number): void {
    this.u32(value % 0x1_0000_0000);
    this.u32(value / 0x1_0000_0000);
  }

  /** A length (u32), then the bytes. */
  bytes(value: Uint8Array): void {
    this.u32(lengthOf(value));
    this.raw(value);
  }

  /** The bytes alone. */
  raw(value: Uint8Array): void {
    const length = lengthOf(value);
    this.#reserve(length);
    copyBytes(this.#bytes, value, this.#length);
    this.#length += length;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#bytes.length) return;
    let capacity = this.#bytes.length * 2;
    while (capacity < needed) capacity *= 2;
    const grown = new Bytes(capacity);
    copyBytes(grown, this.written(), 0);
    this.#bytes = grown;
  }
}
