import { describe, expect, test } from 'vitest';
import { ERRORS, type ErrorCode, PlaypenError } from './errors.ts';

const closing = Object.entries(ERRORS).flatMap(([code, entry]) =>
  'closeCode' in entry ? [{ code, closeCode: entry.closeCode as number }] : [],
);

/** RFC 6455, section 7.4: those an endpoint may send, and the application's own. */
function mayBeSent(closeCode: number): boolean {
  const ofTheProtocol = [1000, 1001, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
  return ofTheProtocol.includes(closeCode) || (closeCode >= 4000 && closeCode <= 4999);
}

describe('close codes', () => {
  test.each(closing)('$code closes with a code that may be sent: $closeCode', ({ closeCode }) => {
    expect(mayBeSent(closeCode)).toBe(true);
  });

  test('no two errors share a close code of the application', () => {
    const own = closing.filter(({ closeCode }) => closeCode >= 4000).map(({ closeCode }) => closeCode);
    expect(own.length).toBeGreaterThan(0);
    expect(own).toEqual([...new Set(own)]);
  });

  test('an error that ends a connection fits the close frame as its reason', () => {
    // A control frame carries 125 bytes, two of which are the close code.
    for (const { code } of closing) expect(new TextEncoder().encode(code).length).toBeLessThanOrEqual(123);
  });
});

describe('PlaypenError', () => {
  test.each(Object.keys(ERRORS) as ErrorCode[])(
    '%s has its code, and its message before the detail',
    code => {
      expect(new PlaypenError(code)).toMatchObject({
        name: 'PlaypenError',
        code,
        message: ERRORS[code].message,
      });
      expect(new PlaypenError(code, 'here').message).toBe(`${ERRORS[code].message}: here`);
    },
  );
});
