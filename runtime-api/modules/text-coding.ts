import { stringReplace, stringToLowerCase } from './captured.ts';
import { encodeUtf8, textFromUnits, Utf8Decoder, writeUtf8 } from './utf8.ts';

const LABELS: Record<string, 'utf-8' | 'utf-16le' | 'windows-1252'> = {
  __proto__: null as never,
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16': 'utf-16le',
  'ucs-2': 'utf-16le',
  ucs2: 'utf-16le',
  unicode: 'utf-16le',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'windows-1252': 'windows-1252',
  ascii: 'windows-1252',
  'us-ascii': 'windows-1252',
};

/** Where windows-1252 departs from Latin-1: bytes 0x80 to 0x9f. */
const WINDOWS_1252_HIGH = [
  0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
  0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0x9d, 0x017e, 0x0178,
];

/** WHATWG `TextEncoder`. */
export class TextEncoder {
  get encoding(): string {
    return 'utf-8';
  }

  encode(text: unknown = ''): Uint8Array {
    return encodeUtf8(`${text}`);
  }

  encodeInto(text: unknown, target: Uint8Array): { read: number; written: number } {
    return writeUtf8(`${text}`, target, 0);
  }
}

type DecoderOptions = { fatal?: boolean; ignoreBOM?: boolean };

/** WHATWG `TextDecoder` for UTF-8, UTF-16LE and windows-1252 (which Latin-1 and ASCII are names of). */
export class TextDecoder {
  readonly #encoding: 'utf-8' | 'utf-16le' | 'windows-1252';
  readonly #fatal: boolean;
  readonly #ignoreBOM: boolean;
  #utf8: Utf8Decoder | undefined;
  #oddByte: number | undefined;
  #highSurrogate = '';
  #started = false;

  constructor(label: unknown = 'utf-8', options: DecoderOptions = {}) {
    const wanted = stringToLowerCase(stringReplace(`${label}`, /^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, ''));
    const encoding = LABELS[wanted];
    if (encoding === undefined) {
      const error = new RangeError(`The "${label}" encoding is not supported`);
      throw Object.assign(error, { code: 'ERR_ENCODING_NOT_SUPPORTED' });
    }
    this.#encoding = encoding;
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding(): string {
    return this.#encoding;
  }
  get fatal(): boolean {
    return this.#fatal;
  }
  get ignoreBOM(): boolean {
    return this.#ignoreBOM;
  }

  decode(input?: ArrayBuffer | ArrayBufferView, options: { stream?: boolean } = {}): string {
    const bytes = toBytes(input);
    const more = Boolean(options?.stream);
    let text: string;
    try {
      text = this.#decodeChunk(bytes, more);
    } catch (error) {
      this.#reset();
      throw error;
    }
    if (!this.#started && text.length > 0) {
      this.#started = true;
      if (!this.#ignoreBOM && this.#encoding !== 'windows-1252' && text[0] === '\ufeff') text = text.slice(1);
    }
    if (!more) this.#reset();
    return text;
  }

  #decodeChunk(bytes: Uint8Array, more: boolean): string {
    if (this.#encoding === 'windows-1252') {
      return textFromUnits(bytes.length, i => {
        const byte = bytes[i]!;
        return byte >= 0x80 && byte <= 0x9f ? WINDOWS_1252_HIGH[byte - 0x80]! : byte;
      });
    }
    if (this.#encoding === 'utf-16le') return this.#decodeUtf16(bytes, more);
    this.#utf8 ??= new Utf8Decoder(this.#fatal ? throwMalformed : undefined);
    const text = this.#utf8.push(bytes, 0, bytes.length);
    return more ? text : text + this.#utf8.finish();
  }

  #decodeUtf16(bytes: Uint8Array, more: boolean): string {
    const held = this.#oddByte;
    const shift = held === undefined ? 0 : 1;
    const byteAt = (i: number): number => (i < shift ? held! : bytes[i - shift]!);
    const total = bytes.length + shift;
    const units = textFromUnits(total >> 1, i => byteAt(2 * i) | (byteAt(2 * i + 1) << 8));
    let text = this.#highSurrogate + units;
    this.#highSurrogate = more && /[\ud800-\udbff]$/.test(text) ? text.slice(-1) : '';
    if (this.#highSurrogate !== '') text = text.slice(0, -1);
    this.#oddByte = total % 2 === 1 ? byteAt(total - 1) : undefined;
    if (!more && this.#oddByte !== undefined) text += '\ufffd';
    if (this.#fatal && ((!more && this.#oddByte !== undefined) || !text.isWellFormed())) throwMalformed();
    return text.toWellFormed();
  }

  #reset(): void {
    this.#utf8 = undefined;
    this.#oddByte = undefined;
    this.#highSurrogate = '';
    this.#started = false;
  }
}

function throwMalformed(): never {
  const error = new TypeError('The encoded data was not valid');
  throw Object.assign(error, { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
}

function toBytes(input: ArrayBuffer | ArrayBufferView | undefined): Uint8Array {
  if (input === undefined) return new Uint8Array(0);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  const error = new TypeError('The "input" argument must be an instance of ArrayBuffer or ArrayBufferView.');
  throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}
