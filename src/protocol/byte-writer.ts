/*
 * Writing needs two passes: the size of a message stands before it. The size functions here and in `varint.ts`
 * agree byte for byte with what `ByteWriter` writes.
 */
const utf8Encoder = new TextEncoder();

/** How many bytes `text` takes as UTF-8; a lone surrogate counts as U+FFFD, which is what gets written. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}

/** Writes into bytes that the caller has sized exactly. */
export class ByteWriter {
  readonly #bytes: Uint8Array;
  #position: number;

  /** @param position where the first byte is written */
  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#position = position;
  }

  /** `value`: an integer from 0 to 2^32 - 1. */
  writeUint32(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#position++] = rest;
  }

  /** `value`: a signed 32-bit integer; a negative one takes ten bytes. */
  writeInt32(value: number): void {
    if (value >= 0) {
      this.writeUint32(value);
      return;
    }
    let rest = value;
    for (let index = 0; index < 9; index++) {
      this.#bytes[this.#position++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.#bytes[this.#position++] = 1;
  }

  writeRaw(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#position);
    this.#position += bytes.length;
  }

  /** `bytes`: what {@link utf8Bytes} says of `text`. */
  writeString(text: string, bytes: number): void {
    if (bytes === text.length) {
      for (let index = 0; index < bytes; index++) {
        this.#bytes[this.#position + index] = text.charCodeAt(index);
      }
    } else {
      utf8Encoder.encodeInto(text, this.#bytes.subarray(this.#position, this.#position + bytes));
    }
    this.#position += bytes;
  }
}
