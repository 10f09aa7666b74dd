import { cbor as smithy } from '@smithy/core/cbor';
import { encode } from 'cbor-x';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CborReader } from './cbor-reader.ts';

const BOUNDS = { depth: 8, items: 1_000 };

function read(hex: string, bounds = BOUNDS): unknown {
  return new CborReader(Buffer.from(hex.replaceAll(' ', ''), 'hex'), bounds).read();
}

describe('is read', () => {
  // The examples are those of RFC 8949, appendix A, as far as calls can have them.
  test.each([
    ['00', 0],
    ['17', 23],
    ['1818', 24],
    ['1903e8', 1000],
    ['1a000f4240', 1_000_000],
    ['1b000000e8d4a51000', 1_000_000_000_000],
    ['20', -1],
    ['3903e7', -1000],
    ['f90001', 2 ** -24],
    ['f93e00', 1.5],
    ['f9c400', -4],
    ['f97c00', Number.POSITIVE_INFINITY],
    ['fa47c35000', 100_000],
    ['fb3ff199999999999a', 1.1],
    ['f4', false],
    ['f5', true],
    ['f6', null],
    ['f7', undefined],
    ['c11a514b67b0', new Date('2013-03-21T20:04:00Z')],
    ['c1fb41d452d9ec200000', new Date('2013-03-21T20:04:00.5Z')],
    ['4401020304', Buffer.from([1, 2, 3, 4])],
    ['5f42010243030405ff', Buffer.from([1, 2, 3, 4, 5])],
    ['62c3bc', 'ü'],
    ['7f657374726561646d696e67ff', 'streaming'],
    ['83010203', [1, 2, 3]],
    ['9f01820203 9f0405ff ff', [1, [2, 3], [4, 5]]],
    ['a26161016162820203', { a: 1, b: [2, 3] }],
    ['bf6346756ef563416d7421ff', { Fun: true, Amt: -2 }],
  ])('%s', (hex, value) => {
    expect(read(hex)).toEqual(value);
  });

  test('a member called __proto__ as if it were not there', () => {
    const value = read('a1 69 5f5f70726f746f5f5f a1 61 61 01');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(value)).toEqual([]);
  });

  test('what both libraries write, whatever it is', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true }).filter(number => !Object.is(number, -0)),
      fc.boolean(),
    );
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 5 }),
        fc.dictionary(
          fc.string().filter(key => key !== '__proto__'),
          tie('tree'),
          { maxKeys: 5, noNullPrototype: true },
        ),
      ),
    }));
    fc.assert(
      fc.property(tree, value => {
        for (const bytes of [encode(value), smithy.serialize(value)]) {
          expect(new CborReader(bytes, { depth: 32, items: 100_000 }).read()).toEqual(value);
        }
      }),
    );
  });
});

describe('is refused', () => {
  test.each([
    ['nothing', ''],
    ['an integer cut short', '19 03'],
    ['a string cut short', '6561'],
    ['a list cut short', '8301'],
    ['a list that never ends', '9f01'],
    ['a list of four billion elements', '9affffffff'],
    ['a list of more elements than can be counted', '9bffffffffffffffff'],
    ['a map of four billion members', 'baffffffff'],
    ['a string of 2^63 bytes', '5b8000000000000000'],
    ['a map without its last value', 'a16161'],
    ['an endless map without its last value', 'bf6161ff'],
    ['a key that is a number', 'a10101'],
    ['a key that is a list', 'a18001'],
    ['a second value', '0000'],
    ['a break for nothing', 'ff'],
    ['a string made of numbers', '7f01ff'],
    ['a string made of endless strings', '7f7f6161ffff'],
    ['a text made of bytes', '7f4161ff'],
    ['a text that is not UTF-8', '62c328'],
    ['a reserved head', '1c'],
    ['an endless integer', '1f'],
    ['a simple value nobody knows', 'f8ff'],
    ['a date as text (tag 0)', 'c074323031332d30332d32315432303a30343a30305a'],
    ['a big number (tag 2)', 'c249010000000000000000'],
    ['a shared reference (tag 28)', 'd81c80'],
    ['a regular expression (tag 27)', 'd81b 83 66526567457870 61 61 60'],
    ['a record definition (tag 57342)', 'd9dffe 83 00 81 6161 01'],
    ['a time that is a time', 'c1c100'],
    ['a time that is text', 'c16161'],
  ])('%s', (_what, hex) => {
    expect(() => read(hex)).toThrow(RangeError);
  });

  test('what is nested too deep, whatever it is nested in', () => {
    expect(() => read('81'.repeat(100_000))).toThrow('nested more than 8 deep');
    expect(() => read('9f'.repeat(100_000))).toThrow('nested more than 8 deep');
    expect(() => read('a16161'.repeat(100_000))).toThrow('nested more than 8 deep');
    expect(read(`${'81'.repeat(8)}00`)).toEqual([[[[[[[[0]]]]]]]]);
  });

  test('what has too many values, be they pieces of one string', () => {
    expect(() => read(`9903e8${'00'.repeat(1_000)}`)).toThrow('more than 1000 values');
    expect(() => read(`7f${'60'.repeat(1_000)}ff`)).toThrow('more than 1000 values');
  });

  test('any bytes that are not CBOR, and never otherwise than by saying so', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        try {
          new CborReader(bytes, BOUNDS).read();
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect((error as Error).message).toMatch(/^at byte \d+, /);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
