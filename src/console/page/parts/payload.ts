import { applyEdits, format as layOut } from 'jsonc-parser';

/** Payloads of messages as people read and write them. What is shown is text and never markup. */

export const PAYLOAD_FORMATS = ['text', 'json', 'hex'] as const;
export type PayloadFormat = (typeof PAYLOAD_FORMATS)[number];

const HEX_PAIR = /^[0-9a-f]{2}$/i;
/** Control characters but tab and line feed, and what stands for bytes that are not UTF-8. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNREADABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffd]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are shown as pictures of themselves
const C0 = /[\u0000-\u0008\u000b-\u001f]/g;
const PICTURES = 0x2400;

export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** What the payload reads best as. Of one that was cut no JSON can be told. */
export function bestFormat(bytes: Uint8Array): PayloadFormat {
  const text = new TextDecoder().decode(bytes);
  // The last character of a payload that was cut may be a part of one.
  if (UNREADABLE.test(text.replace(/\ufffd$/, ''))) return 'hex';
  return /^\s*[[{]/.test(text) && isJson(text) ? 'json' : 'text';
}

/** The payload in that format. Of JSON nothing but the spaces changes; what is none is shown as the text it is. */
export function showPayload(bytes: Uint8Array, format: PayloadFormat): string {
  if (format === 'hex') return hexOfBytes(bytes);
  const text = new TextDecoder().decode(bytes);
  const shown = format === 'json' && isJson(text) ? laidOut(text) : text;
  return shown.replaceAll(C0, character => String.fromCharCode(PICTURES + character.charCodeAt(0)));
}

/**
 * What somebody wrote as bytes; JSON goes as it was written.
 * @throws {SyntaxError} that says what is wrong and where
 */
export function parsePayload(written: string, format: PayloadFormat): Uint8Array<ArrayBuffer> {
  if (format === 'hex') return bytesOfHex(written);
  if (format === 'json') JSON.parse(written);
  return new TextEncoder().encode(written);
}

function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join(' ');
}

function bytesOfHex(written: string): Uint8Array<ArrayBuffer> {
  const digits = written.replaceAll(/\s/g, '');
  const pairs = digits.match(/..?/gs) ?? [];
  return Uint8Array.from(pairs, (pair, index) => {
    if (HEX_PAIR.test(pair)) return Number.parseInt(pair, 16);
    throw new SyntaxError(`Byte ${index + 1}, “${pair}”, is not two hexadecimal digits.`);
  });
}

function laidOut(json: string): string {
  return applyEdits(json, layOut(json, undefined, { insertSpaces: true, tabSize: 1 }));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
