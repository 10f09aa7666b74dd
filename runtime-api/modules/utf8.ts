import { NativeArrayBuffer } from '../kernel/primordials.ts';
import { apply, fromCharCode, stringCharCodeAt } from './captured.ts';

const REPLACEMENT = 0xfffd;
/** Taken now: a script may put something else in their place. */
const NativeUint8Array = Uint8Array;
const NativeUint16Array = Uint16Array;
/** How many code units become a string in one call: well below what a call may take as arguments. */
const CHUNK_UNITS = 4096;
/** Below this, making an array costs more than it saves. */
const FEW_UNITS = 64;

/** The number of bytes `text` takes in UTF-8; a lone surrogate counts as U+FFFD does, three. */
export function utf8ByteLength(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = stringCharCodeAt(text, i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPairAt(text, i, unit)) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}

/**
 * Writes as many whole characters of `text` as fit into `target` from `offset` on.
 * @returns code units read and bytes written
 */
export function writeUtf8(
  text: string,
  target: Uint8Array,
  offset: number,
): { read: number; written: number } {
  const end = target.length;
  let at = offset;
  let i = 0;
  for (; i < text.length; i++) {
    const unit = stringCharCodeAt(text, i);
    if (unit < 0x80) {
      if (at + 1 > end) break;
      target[at++] = unit;
    } else if (unit < 0x800) {
      if (at + 2 > end) break;
      target[at++] = 0xc0 | (unit >> 6);
      target[at++] = 0x80 | (unit & 0x3f);
    } else if (isPairAt(text, i, unit)) {
      if (at + 4 > end) break;
      const point = 0x10000 + ((unit - 0xd800) << 10) + (stringCharCodeAt(text, i + 1) - 0xdc00);
      target[at++] = 0xf0 | (point >> 18);
      target[at++] = 0x80 | ((point >> 12) & 0x3f);
      target[at++] = 0x80 | ((point >> 6) & 0x3f);
      target[at++] = 0x80 | (point & 0x3f);
      i++;
    } else {
      if (at + 3 > end) break;
      const point = unit >= 0xd800 && unit <= 0xdfff ? REPLACEMENT : unit;
      target[at++] = 0xe0 | (point >> 12);
      target[at++] = 0x80 | ((point >> 6) & 0x3f);
      target[at++] = 0x80 | (point & 0x3f);
    }
  }
  return { read: i, written: at - offset };
}

/** `text` as UTF-8 in a fresh array of exactly its size. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new NativeUint8Array(utf8ByteLength(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

function isPairAt(text: string, index: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff || index + 1 >= text.length) return false;
  const next = stringCharCodeAt(text, index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

/** Collects code units and turns them into a string, many of them piece by piece. */
class TextSink {
  #text = '';
  /** Not an array: where its prototype is frozen, V8 takes the long way for each element that is added to one. */
  readonly #units: Uint16Array | undefined;
  readonly #buffer: ArrayBuffer | undefined;
  #count = 0;

  /** @param expectedUnits about how many there will be */
  constructor(expectedUnits: number) {
    if (expectedUnits < FEW_UNITS) return;
    this.#buffer = new NativeArrayBuffer(2 * (expectedUnits < CHUNK_UNITS ? expectedUnits : CHUNK_UNITS));
    this.#units = new NativeUint16Array(this.#buffer);
  }

  unit(value: number): void {
    const units = this.#units;
    if (units === undefined) {
      this.#text += fromCharCode(value);
      return;
    }
    units[this.#count++] = value;
    if (this.#count === units.length) this.#flush(units);
  }

  point(value: number): void {
    if (value < 0x10000) {
      this.unit(value);
      return;
    }
    this.unit(0xd800 + ((value - 0x10000) >> 10));
    this.unit(0xdc00 + ((value - 0x10000) & 0x3ff));
  }

  take(): string {
    if (this.#units !== undefined) this.#flush(this.#units);
    return this.#text;
  }

  #flush(units: Uint16Array): void {
    const count = this.#count;
    const filled = count === units.length ? units : new NativeUint16Array(this.#buffer!, 0, count);
    this.#text += apply(fromCharCode, undefined, filled);
    this.#count = 0;
  }
}

/** Code units (each below 0x10000) as a string. */
export function textFromUnits(count: number, unitAt: (index: number) => number): string {
  const sink = new TextSink(count);
  for (let i = 0; i < count; i++) sink.unit(unitAt(i));
  return sink.take();
}

/**
 * The UTF-8 decoder of the WHATWG Encoding Standard: each maximal run of bytes that cannot go on is one
 * U+FFFD. It keeps an unfinished character between calls. A byte order mark is an ordinary character here.
 */
export class Utf8Decoder {
  /** Called for each malformed sequence; may throw. */
  readonly #onMalformed: () => void;
  #point = 0;
  #missing = 0;
  #lower = 0x80;
  #upper = 0xbf;

  constructor(onMalformed: () => void = () => {}) {
    this.#onMalformed = onMalformed;
  }

  /** Decodes `bytes[start, end)`, keeping a character that is not complete for the next call. */
  push(bytes: Uint8Array, start: number, end: number): string {
    const sink = new TextSink(end - start);
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (this.#missing === 0) {
        if (byte < 0x80) sink.unit(byte);
        else if (!this.#begin(byte)) this.#replace(sink);
      } else if (byte < this.#lower || byte > this.#upper) {
        this.#reset();
        this.#replace(sink);
        i--;
      } else {
        this.#lower = 0x80;
        this.#upper = 0xbf;
        this.#point = (this.#point << 6) | (byte & 0x3f);
        if (--this.#missing === 0) {
          sink.point(this.#point);
          this.#reset();
        }
      }
    }
    return sink.take();
  }

  /** Ends the stream: what is incomplete becomes one U+FFFD. */
  finish(): string {
    if (this.#missing === 0) return '';
    this.#reset();
    const sink = new TextSink(1);
    this.#replace(sink);
    return sink.take();
  }

  #begin(byte: number): boolean {
    if (byte >= 0xc2 && byte <= 0xdf) {
      this.#missing = 1;
      this.#point = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      if (byte === 0xe0) this.#lower = 0xa0;
      if (byte === 0xed) this.#upper = 0x9f;
      this.#missing = 2;
      this.#point = byte & 0x0f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      if (byte === 0xf0) this.#lower = 0x90;
      if (byte === 0xf4) this.#upper = 0x8f;
      this.#missing = 3;
      this.#point = byte & 0x07;
    } else return false;
    return true;
  }

  #replace(sink: TextSink): void {
    this.#onMalformed();
    sink.unit(REPLACEMENT);
  }

  #reset(): void {
    this.#point = 0;
    this.#missing = 0;
    this.#lower = 0x80;
    this.#upper = 0xbf;
  }
}

/** `bytes[start, end)` as text; malformed sequences become U+FFFD; never throws. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const decoder = new Utf8Decoder();
  return decoder.push(bytes, start, end) + decoder.finish();
}
