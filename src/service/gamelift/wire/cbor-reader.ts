import type { BodyBounds } from './body-bounds.ts';

/** Major types, RFC 8949, section 3.1. */
const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
/** What the low five bits of a first byte say. */
const FALSE = 20;
const TRUE = 21;
const NULL = 22;
const UNDEFINED = 23;
const ONE_BYTE = 24;
const TWO_BYTES = 25;
const FOUR_BYTES = 26;
const EIGHT_BYTES = 27;
const INDEFINITE = 31;
const BREAK = 0xff;
/** The one tag that calls have, section 3.4.2. */
const EPOCH_SECONDS = 1;
const MS_PER_S = 1000;

/**
 * Reads CBOR from strangers. Only what calls are made of is read: no tag but that of times, no key but text. No
 * room is made for more than has come, whatever its length is said to be.
 *
 * Libraries are for senders who are trusted: they make objects of a dozen kinds from tags, and recurse as deep as
 * they are led. cbor-x, which writes our answers, reads no strings of indefinite length; the decoder of the SDK keeps
 * what it read for later requests.
 */
export class CborReader {
  #bytes: Uint8Array;
  #view: DataView;
  #bounds: BodyBounds;
  #at = 0;
  #items = 0;
  #text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, bounds: BodyBounds) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bounds = bounds;
  }

  /**
   * The one value that the bytes are. Times are Dates, byte strings are views of the bytes.
   * @throws {RangeError} that says where they cannot be read, and why
   */
  read(): unknown {
    const value = this.#value(0);
    if (this.#at !== this.#bytes.length) this.#fail('there is more after the value');
    return value;
  }

  #value(depth: number): unknown {
    if (depth > this.#bounds.depth) this.#fail(`values are nested more than ${this.#bounds.depth} deep`);
    this.#countItem();
    const [major, info] = this.#head();
    switch (major) {
      case UNSIGNED:
        return this.#argument(info);
      case NEGATIVE:
        return -1 - this.#argument(info);
      case BYTES:
        return info === INDEFINITE ? Buffer.concat(this.#chunks(BYTES)) : this.#string(info);
      case TEXT:
        return this.#textOf(info === INDEFINITE ? Buffer.concat(this.#chunks(TEXT)) : this.#string(info));
      case ARRAY:
        return this.#array(info, depth);
      case MAP:
        return this.#map(info, depth);
      case TAG:
        return this.#time(info);
      default:
        return this.#simple(info);
    }
  }

  #array(info: number, depth: number): unknown[] {
    const elements: unknown[] = [];
    for (const more = this.#countdown(info); more(); ) elements.push(this.#value(depth + 1));
    return elements;
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (const more = this.#countdown(info); more(); ) {
      const key = this.#value(depth + 1);
      if (typeof key !== 'string') return this.#fail('a key is not text');
      const value = this.#value(depth + 1);
      // It would set the prototype; nothing in the API is called so.
      if (key !== '__proto__') members[key] = value;
    }
    return members;
  }

  /** Whether there is another element, of as many as the head says, or until the break. */
  #countdown(info: number): () => boolean {
    if (info === INDEFINITE) {
      return () => {
        if (this.#peek() !== BREAK) return true;
        this.#at += 1;
        return false;
      };
    }
    let left = this.#argument(info);
    return () => left-- > 0;
  }

  #string(info: number): Uint8Array {
    const from = this.#skip(this.#argument(info));
    return this.#bytes.subarray(from, this.#at);
  }

  /** A string of indefinite length is made of definite ones of its kind, section 3.2.3. */
  #chunks(kind: number): Uint8Array[] {
    const chunks: Uint8Array[] = [];
    for (const more = this.#countdown(INDEFINITE); more(); ) {
      const [major, info] = this.#head();
      if (major !== kind || info === INDEFINITE) this.#fail('a string is made of what is no string');
      this.#countItem();
      chunks.push(this.#string(info));
    }
    return chunks;
  }

  #textOf(bytes: Uint8Array): string {
    try {
      return this.#text.decode(bytes);
    } catch {
      return this.#fail('a text is not UTF-8');
    }
  }

  #time(info: number): Date {
    const tag = this.#argument(info);
    if (tag !== EPOCH_SECONDS) return this.#fail(`tag ${tag} has no place here`);
    if (this.#peek() >> 5 === TAG) return this.#fail('a time has two tags');
    const seconds = this.#value(this.#bounds.depth);
    if (typeof seconds !== 'number') return this.#fail('a time is not a number');
    return new Date(Math.round(seconds * MS_PER_S));
  }

  #simple(info: number): boolean | number | null | undefined {
    switch (info) {
      case FALSE:
      case TRUE:
        return info === TRUE;
      case NULL:
        return null;
      case UNDEFINED:
        return undefined;
      case TWO_BYTES:
        return this.#view.getFloat16(this.#skip(2));
      case FOUR_BYTES:
        return this.#view.getFloat32(this.#skip(4));
      case EIGHT_BYTES:
        return this.#view.getFloat64(this.#skip(8));
      default:
        return this.#fail('this simple value has no meaning');
    }
  }

  #countItem(): void {
    this.#items += 1;
    if (this.#items > this.#bounds.items) this.#fail(`there are more than ${this.#bounds.items} values`);
  }

  #head(): [major: number, info: number] {
    const byte = this.#peek();
    this.#at += 1;
    return [byte >> 5, byte & 0x1f];
  }

  /** Above 2^53 not exact; no number of the API is. */
  #argument(info: number): number {
    if (info < ONE_BYTE) return info;
    switch (info) {
      case ONE_BYTE:
        return this.#view.getUint8(this.#skip(1));
      case TWO_BYTES:
        return this.#view.getUint16(this.#skip(2));
      case FOUR_BYTES:
        return this.#view.getUint32(this.#skip(4));
      case EIGHT_BYTES:
        return Number(this.#view.getBigUint64(this.#skip(8)));
      default:
        return this.#fail('this head has no meaning');
    }
  }

  #peek(): number {
    if (this.#at >= this.#bytes.length) this.#fail('it ends too early');
    return this.#bytes[this.#at]!;
  }

  /** @returns where the bytes begin */
  #skip(count: number): number {
    const from = this.#at;
    if (count > this.#bytes.length - from) this.#fail('it ends too early');
    this.#at += count;
    return from;
  }

  #fail(why: string): never {
    throw new RangeError(`at byte ${this.#at}, ${why}`);
  }
}
