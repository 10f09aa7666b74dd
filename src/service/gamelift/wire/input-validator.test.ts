import { describe, expect, test } from 'vitest';
import { schemasOf } from '../model/schemas-of.ts';
import type { ModelShape } from '../model/service-model.ts';
import { ServiceError } from '../service-error.ts';
import { InputValidator } from './input-validator.ts';

const SHAPES: Record<string, ModelShape> = {
  In: {
    type: 'structure',
    required: ['Name'],
    members: {
      Name: { shape: 'Name' },
      Id: { shape: 'Id' },
      Count: { shape: 'Count' },
      Ratio: { shape: 'Ratio' },
      When: { shape: 'When' },
      Zip: { shape: 'Zip' },
      Kind: { shape: 'Kind' },
      On: { shape: 'On' },
      Pairs: { shape: 'Pairs' },
      Ids: { shape: 'Ids' },
      Scores: { shape: 'Scores' },
    },
  },
  Name: { type: 'string', min: 1, max: 5 },
  Id: { type: 'string', pattern: '^[a-z\\-]+$', max: 8 },
  Count: { type: 'integer', min: 1, max: 200 },
  Ratio: { type: 'double', min: 0, max: 100 },
  When: { type: 'timestamp' },
  Zip: { type: 'blob', max: 4 },
  Kind: { type: 'string', enum: ['RED', 'BLUE'] },
  On: { type: 'boolean' },
  Pairs: { type: 'list', max: 3, member: { shape: 'Pair' } },
  Pair: {
    type: 'structure',
    required: ['Key'],
    members: { Key: { shape: 'Name' }, More: { shape: 'Pair' } },
  },
  Ids: { type: 'list', min: 1, max: 2, member: { shape: 'Id' } },
  Scores: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Ratio' } },
};

const table = schemasOf({ operations: { Do: { input: 'In', output: 'In' } }, shapes: SHAPES }, ['Do']);
const validator = new InputValidator(table);

function validated(input: object): unknown {
  const given = { Name: 'a', ...input };
  validator.validate('In', given);
  return given;
}

function complaint(input: object): string {
  try {
    validated(input);
  } catch (error) {
    expect(error).toBeInstanceOf(ServiceError);
    expect((error as ServiceError).type).toBe('InvalidRequestException');
    return (error as ServiceError).message;
  }
  return 'valid';
}

describe('an input is refused with the member and its limit:', () => {
  test.each([
    [{ Name: undefined }, 'Name is required'],
    [{ Name: null }, 'Name is required'],
    [{ Name: '' }, 'Name has 0 characters and needs 1 or more'],
    [{ Name: 'abcdef' }, 'Name has 6 characters and 5 are allowed'],
    [{ Name: '🎮🎮🎮🎮🎮🎮' }, 'Name has 6 characters and 5 are allowed'],
    [{ Name: 7 }, 'Name must be a string'],
    [{ Id: 'A'.repeat(9) }, 'Id has 9 characters and 8 are allowed'],
    [{ Id: 'A' }, 'Id must have the form ^[a-z\\-]+$'],
    [{ Count: 0 }, 'Count must be 1 or more'],
    [{ Count: 201 }, 'Count must be 200 or less'],
    [{ Count: 1.5 }, 'Count must be a whole number'],
    [{ Count: '1' }, 'Count must be a whole number'],
    [{ Count: 5n }, 'Count must be a whole number'],
    [{ Ratio: 101 }, 'Ratio must be a number from 0 to 100'],
    [{ Ratio: 'NaN' }, 'Ratio must be a number from 0 to 100'],
    [{ Ratio: '' }, 'Ratio must be a number from 0 to 100'],
    [
      { When: 'yesterday' },
      'When is not a time; give the seconds since 1970 as a number, or an ISO 8601 string',
    ],
    [
      { When: '2026-13-41' },
      'When is not a time; give the seconds since 1970 as a number, or an ISO 8601 string',
    ],
    [{ When: 1e300 }, 'When is not a time; give the seconds since 1970 as a number, or an ISO 8601 string'],
    [{ Zip: 'AAAAAAA=' }, 'Zip is not base64 of at most 4 bytes'],
    [{ Zip: new Uint8Array(5) }, 'Zip is not base64 of at most 4 bytes'],
    [{ Zip: 'A_8=' }, 'Zip is not base64 of at most 4 bytes'],
    [{ Zip: 'AAA' }, 'Zip is not base64 of at most 4 bytes'],
    [{ Kind: 'GREEN' }, 'Kind must be one of RED, BLUE'],
    [{ On: 'true' }, 'On must be true or false'],
    [{ Pairs: {} }, 'Pairs must be a list'],
    [{ Pairs: [{ Key: 'a' }, 7] }, 'Pairs[1] must be a structure'],
    [{ Pairs: [{ Key: 'a' }, null] }, 'Pairs[1] must be a structure'],
    [{ Pairs: [{ Key: 'a' }, { Key: 'b' }, {}] }, 'Pairs[2].Key is required'],
    [
      { Pairs: [{ Key: 'a', More: { Key: 'abcdefg' } }] },
      'Pairs[0].More.Key has 7 characters and 5 are allowed',
    ],
    [
      { Pairs: [{ Key: 'a' }, { Key: 'a' }, { Key: 'a' }, { Key: 'a' }] },
      'Pairs has 4 elements and 3 are allowed',
    ],
    [{ Ids: ['a', 'b', 'c'] }, 'Ids has 3 elements and 2 are allowed'],
    [{ Scores: { secret: 1 } }, 'A key of Scores has 6 characters and 5 are allowed'],
    [{ Scores: { me: 'x' } }, 'Scores[…] must be a number from 0 to 100'],
  ])('%o: %s', (input, message) => {
    expect(complaint(input)).toBe(message);
  });

  test('neither values nor keys of maps are in what is said', () => {
    const inputs = [
      { Name: 'hunter2' },
      { Id: 'HUNTER2' },
      { Kind: 'hunter2' },
      { Scores: { hunter2: 'x' } },
    ];
    for (const input of inputs) expect(complaint(input)).not.toMatch(/hunter2/i);
  });
});

describe('a handler gets', () => {
  test('Dates for times, however they are written', () => {
    const date = new Date(1469498468057);
    expect(validated({ When: 1469498468.057 })).toEqual({ Name: 'a', When: date });
    expect(validated({ When: '2016-07-26T02:01:08.057Z' })).toEqual({ Name: 'a', When: date });
    expect(validated({ When: '2016-07-26T04:01:08.057+02:00' })).toEqual({ Name: 'a', When: date });
    expect(validated({ When: date })).toEqual({ Name: 'a', When: date });
  });

  test('bytes for blobs, from base64 and from bytes', () => {
    const { Zip } = validated({ Zip: 'UEsDBA==' }) as { Zip: Uint8Array };
    expect(Buffer.from(Zip).toString('hex')).toBe('504b0304');
    expect(validated({ Zip: new Uint8Array([1, 2]) })).toEqual({ Name: 'a', Zip: new Uint8Array([1, 2]) });
  });

  test('numbers for numbers that are written as strings, where fractions are allowed', () => {
    expect(validated({ Ratio: '12.5', Scores: { me: '1e1' } })).toEqual({
      Name: 'a',
      Ratio: 12.5,
      Scores: { me: 10 },
    });
  });

  test('nothing of members that are null, unknown, or a list that may not be empty', () => {
    const input = JSON.parse('{"Id": null, "Ids": [], "Who": {"deep": [[[]]]}, "__proto__": {"Id": "x"}}');
    expect(validated({ ...input, Pairs: [{ Key: 'a', Else: 1 }], Scores: { me: null } })).toEqual({
      Name: 'a',
      Pairs: [{ Key: 'a' }],
      Scores: {},
    });
    const polluted = JSON.parse('{"Name": "a", "__proto__": {"Id": "x"}}');
    validator.validate('In', polluted);
    expect(Object.getOwnPropertyNames(polluted)).toEqual(['Name']);
    const map = JSON.parse('{"Name": "a", "Scores": {"__proto__": 1, "me": 2}}');
    validator.validate('In', map);
    expect(Object.getOwnPropertyNames(map.Scores)).toEqual(['me']);
  });

  test('empty lists where they are allowed', () => {
    expect(validated({ Pairs: [] })).toEqual({ Name: 'a', Pairs: [] });
  });

  test('strings measured in characters', () => {
    expect(validated({ Name: '🎮🎮🎮🎮🎮' })).toEqual({ Name: '🎮🎮🎮🎮🎮' });
  });
});
