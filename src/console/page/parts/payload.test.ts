import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64OfBytes, bestFormat, bytesOfBase64, parsePayload, showPayload } from './payload.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

test('any bytes survive base64, and hexadecimal as it is shown', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      expect(bytesOfBase64(base64OfBytes(bytes))).toEqual(bytes);
      expect(parsePayload(showPayload(bytes, 'hex'), 'hex')).toEqual(bytes);
    }),
  );
});

test('a payload is shown as what it reads best as', () => {
  expect(bestFormat(utf8('{"x":1}'))).toBe('json');
  expect(bestFormat(utf8('{"x":1'))).toBe('text');
  expect(bestFormat(utf8('17'))).toBe('text');
  expect(bestFormat(utf8('Grüße\n\tja'))).toBe('text');
  expect(bestFormat(Uint8Array.of(0, 1, 2))).toBe('hex');
  expect(bestFormat(Uint8Array.of(0xff, 0xfe, 0x41))).toBe('hex');
});

test('text that was cut within a character is text', () => {
  expect(bestFormat(utf8('Grü').subarray(0, 3))).toBe('text');
});

test('control characters are shown and not obeyed', () => {
  expect(showPayload(utf8('a\u001b[31m\u0000b\n'), 'text')).toBe('a␛[31m␀b\n');
});

test('JSON is laid out, and what is no JSON stays as it is', () => {
  expect(showPayload(utf8('{"x":[1]}'), 'json')).toBe('{\n "x": [\n  1\n ]\n}');
  expect(showPayload(utf8('{"x":'), 'json')).toBe('{"x":');
  expect(showPayload(utf8('12345678901234567890'), 'json')).toBe('12345678901234567890');
});

test('what somebody writes becomes bytes, and a mistake is named', () => {
  expect(parsePayload('0a FF\n00', 'hex')).toEqual(Uint8Array.of(10, 255, 0));
  expect(parsePayload('{ "x": 1 }', 'json')).toEqual(utf8('{ "x": 1 }'));
  expect(parsePayload('{ "x": 1 }', 'text')).toEqual(utf8('{ "x": 1 }'));
  expect(parsePayload('', 'hex')).toEqual(new Uint8Array());
  expect(() => parsePayload('0a 0', 'hex')).toThrow('Byte 2, “0”');
  expect(() => parsePayload('zz', 'hex')).toThrow('Byte 1, “zz”');
  expect(() => parsePayload('{', 'json')).toThrow(SyntaxError);
});
