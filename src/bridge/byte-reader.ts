import { Bytes, bufferOf, offsetOf } from './captured.ts';

/** Thrown for bytes that are no valid batch: too short, too long, or of an unknown kind. */
export class BridgeFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BridgeFormatError';
  }
}

/** Little-endian reader that checks every length against the bytes that are there. */
export class ByteReader {
  #bytes: Uint8Array;
  #buffer: ArrayBuffer;
  #offset: number;
  #end: number;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#buffer = bufferOf(bytes);
    this.#offset = offsetOf(bytes);
    this.#end = bytes.length;
  }

  /** Begins again, with what is in the bytes by now. @param length so many of them are there */
  restart(length: number): void {
    this.#end = length;
    this.#at = 0;
  }

  get remaining(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    return this.#bytes[this.#take(1)]!;
  }

  u16(): number {
    const at = this.#take(2);
    return this.#bytes[at]! | (this.#bytes[at + 1]! << 8);
  }

  i32(): number {
    const at = this.#take(4);
    const bytes = this.#bytes;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  u53(): number {
    const low = this.u32();
    const high = this.u32();
    if (high > 0x1f_ffff) throw new BridgeFormatError('a number above 2^53 - 1');
    return high * 0x1_0000_0000 + low;
  }

  /** One of `values`, named by its index (u8). */
  oneOf<T>(values: readonly T[]): T {
    const index = this.u8();
    // Not by what is found there: in an isolate, a script may have put something behind the end of all lists.
    if (index >= values.length)
      throw new BridgeFormatError(`no value ${index} in a list of ${values.length}`);
    return values[index]!;
  }

  /** A length (u32), then that many bytes, as a view into the input. */
  bytes(): Uint8Array {
    return this.raw(this.u32());
  }

  raw(length: number): Uint8Array {
    const at = this.#take(length);
    // Not `subarray`, which asks for the species: inside an isolate that is the script's constructor, with its cap.
    return new Bytes(this.#buffer, this.#offset + at, length);
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (bytes > this.#end - at) {
      throw new BridgeFormatError(`${bytes} bytes announced, ${this.#end - at} there`);
    }
    this.#at = at + bytes;
    return at;
  }
}
