import { Buffer as BaseBuffer } from 'buffer';
import { apply, defineHidden, inspectCustom, stringReplace, stringToLowerCase } from './captured.ts';
import { DOMException } from './dom-exception.ts';
import { inspect } from './inspect.ts';
import { decodeUtf8, utf8ByteLength, writeUtf8 } from './utf8.ts';

type Encoding = string | undefined;

/** Node's largest Buffer and string; the session's memory limit is met long before. */
const MAX_LENGTH_BYTES = 2 ** 31 - 1;
const MAX_STRING_LENGTH = 2 ** 29 - 24;
/** How much of a Buffer is shown. */
const INSPECT_MAX_BYTES = 50;

/**
 * Node's `Buffer`: the `buffer` package, with what it lacks or does otherwise than Node. UTF-8 goes
 * through the codec of this folder (one U+FFFD for a cut-off character, as Node has it, and no
 * intermediate arrays), and `base64url` is an encoding.
 */
export const Buffer = completeBuffer();
export type Buffer = BaseBuffer;

/** What `require('buffer')` gives. */
export function createBufferModule(): object {
  return {
    Buffer,
    SlowBuffer: function SlowBuffer(size: number) {
      return Buffer.alloc(size);
    },
    kMaxLength: MAX_LENGTH_BYTES,
    kStringMaxLength: MAX_STRING_LENGTH,
    constants: { MAX_LENGTH: MAX_LENGTH_BYTES, MAX_STRING_LENGTH },
    INSPECT_MAX_BYTES,
    atob,
    btoa,
    isAscii: (input: Uint8Array) => input.every(byte => byte < 0x80),
    isUtf8: (input: Uint8Array) => BaseBuffer.compare(encoded(decodeUtf8(input)), input) === 0,
  };
}

/** WHATWG `btoa`: Latin-1 text as base64. */
export function btoa(input: unknown): string {
  const text = `${input}`;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0xff) throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
  return BaseBuffer.from(text, 'latin1').toString('base64');
}

/** WHATWG `atob`: base64 as Latin-1 text. */
export function atob(input: unknown): string {
  let text = stringReplace(`${input}`, /[\t\n\f\r ]+/g, '');
  if (text.length % 4 === 0) text = stringReplace(text, /==?$/, '');
  if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
  return BaseBuffer.from(text, 'base64').toString('latin1');
}

function encoded(text: string): BaseBuffer {
  const bytes = BaseBuffer.allocUnsafe(utf8ByteLength(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

function kindOf(encoding: unknown): 'utf8' | 'base64url' | 'other' {
  if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === '') return 'utf8';
  const name = stringToLowerCase(`${encoding}`);
  if (name === 'utf8' || name === 'utf-8') return 'utf8';
  return name === 'base64url' ? 'base64url' : 'other';
}

function completeBuffer(): typeof BaseBuffer {
  const { from, byteLength, isEncoding } = BaseBuffer;

  // A function that can be constructed, for published scripts write `new Buffer.from(x)`.
  function bufferFrom(value: unknown, encodingOrOffset?: unknown, length?: number): BaseBuffer {
    if (typeof value !== 'string') return apply(from, BaseBuffer, [value, encodingOrOffset, length]);
    const kind = kindOf(encodingOrOffset);
    if (kind === 'utf8') return encoded(value);
    return apply(from, BaseBuffer, [value, kind === 'base64url' ? 'base64' : encodingOrOffset]);
  }
  defineHidden(BaseBuffer, 'from', bufferFrom);
  defineHidden(BaseBuffer, 'byteLength', (value: unknown, encoding?: Encoding) => {
    if (typeof value !== 'string') return apply(byteLength, BaseBuffer, [value, encoding]);
    const kind = kindOf(encoding);
    if (kind === 'utf8') return utf8ByteLength(value);
    if (kind === 'base64url') return ((stringReplace(value, /=+$/, '').length * 3) / 4) | 0;
    return apply(byteLength, BaseBuffer, [value, encoding]);
  });
  defineHidden(BaseBuffer, 'isEncoding', (encoding: unknown) => {
    return kindOf(encoding) === 'base64url' || isEncoding(String(encoding));
  });
  completePrototype(BaseBuffer.prototype);
  return BaseBuffer;
}

function completePrototype(proto: BaseBuffer): void {
  const { toString: baseToString, write } = proto;
  const decode = function (this: BaseBuffer, encoding?: Encoding, start?: number, end?: number): string {
    const kind = kindOf(encoding);
    if (kind === 'utf8') {
      const from = clampIndex(start, 0, this.length);
      const to = clampIndex(end, this.length, this.length);
      return from < to ? decodeUtf8(this, from, to) : '';
    }
    if (kind === 'other') return apply(baseToString, this, [encoding, start, end]);
    const text = apply(baseToString, this, ['base64', start, end]) as string;
    return stringReplace(stringReplace(stringReplace(text, /\+/g, '-'), /\//g, '_'), /=+$/, '');
  };
  defineHidden(proto, 'toString', decode);
  defineHidden(proto, 'toLocaleString', decode);
  defineHidden(proto, inspectCustom, show);
  defineHidden(proto, 'inspect', show);
  defineHidden(proto, 'write', function (this: BaseBuffer, ...args: unknown[]): number {
    const last = args.length - 1;
    if (last > 0 && typeof args[last] === 'string' && kindOf(args[last]) === 'base64url') {
      args[last] = 'base64';
    }
    return apply(write, this, args);
  });
}

/** A byte index as `Buffer.prototype.toString` takes it: missing or beyond gives the nearest there is. */
function clampIndex(value: unknown, missing: number, length: number): number {
  if (value === undefined) return missing;
  const index = Math.trunc(Number(value)) || 0;
  return index < 0 ? 0 : index > length ? length : index;
}

/** As Node shows it: the first bytes, then properties that a script has given it. */
function show(this: BaseBuffer, _depth?: number, options?: object): string {
  let text = stringReplace(this.toString('hex', 0, INSPECT_MAX_BYTES), /..\B/g, '$& ');
  const more = this.length - INSPECT_MAX_BYTES;
  if (more > 0) text += ` ... ${more} more byte${more === 1 ? '' : 's'}`;
  const extra: Record<string, unknown> = {};
  for (const key of Object.keys(this)) {
    if (!/^\d+$/.test(key)) extra[key] = (this as unknown as Record<string, unknown>)[key];
  }
  if (Object.keys(extra).length > 0) {
    if (this.length > 0) text += ', ';
    const wide = { ...options, breakLength: Number.POSITIVE_INFINITY, compact: true };
    text += inspect(extra, wide).slice(2, -2);
  }
  return `<Buffer ${text}>`;
}
