import { describe, expect, test } from 'vitest';
import { schemasOf } from './schemas-of.ts';
import type { ModelShape, ServiceModel } from './service-model.ts';

const SHAPES: Record<string, ModelShape> = {
  DoInput: {
    type: 'structure',
    required: ['Name'],
    members: {
      Name: { shape: 'Name' },
      Items: { shape: 'Items' },
      Tags: { shape: 'Tags' },
      Kind: { shape: 'Kind' },
      Type: { shape: 'EC2InstanceType' },
      Map: { shape: 'Map' },
      Self: { shape: 'DoInput' },
    },
  },
  DoOutput: { type: 'structure', members: { Only: { shape: 'OnlyInOutput' } } },
  OnlyInOutput: { type: 'string' },
  Name: { type: 'string', min: 1, max: 8, pattern: '^[a-z-_]+$' },
  Text: { type: 'string' },
  Items: { type: 'list', min: 1, max: 3, member: { shape: 'Count' } },
  Tags: { type: 'list', min: 0, member: { shape: 'When' } },
  Kind: { type: 'string', enum: ['A', 'B'] },
  EC2InstanceType: { type: 'string', enum: ['t2.micro'] },
  Map: { type: 'map', max: 9, key: { shape: 'Text' }, value: { shape: 'Ratio' } },
  Count: { type: 'integer', min: 1 },
  Big: { type: 'long', max: 5 },
  Ratio: { type: 'double', min: 0.5 },
  Share: { type: 'float' },
  When: { type: 'timestamp' },
  Zip: { type: 'blob', max: 7 },
  Flag: { type: 'boolean' },
};

function schemaOf(name: string, shapes = SHAPES): unknown {
  const model = { operations: { Do: { input: name } }, shapes };
  return schemasOf(model, ['Do']).$defs[name];
}

describe('in the table,', () => {
  test('a structure has its members and nothing else, and knows which lists may not be empty', () => {
    expect(schemaOf('DoInput')).toEqual({
      type: 'object',
      required: ['Name'],
      properties: {
        Name: { $ref: '#/$defs/Name' },
        Items: { $ref: '#/$defs/Items' },
        Tags: { $ref: '#/$defs/Tags' },
        Kind: { $ref: '#/$defs/Kind' },
        Type: { $ref: '#/$defs/EC2InstanceType' },
        Map: { $ref: '#/$defs/Map' },
        Self: { $ref: '#/$defs/DoInput' },
      },
      additionalProperties: false,
      absentIfEmpty: ['Items'],
    });
  });

  test.each([
    ['Name', { type: 'string', minLength: 1, maxLength: 8, pattern: '^[a-z-_]+$' }],
    ['Text', { type: 'string', maxLength: 4096 }],
    ['Kind', { type: 'string', enum: ['A', 'B'] }],
    ['EC2InstanceType', { type: 'string', maxLength: 4096 }],
    ['Items', { type: 'array', minItems: 1, maxItems: 3, items: { $ref: '#/$defs/Count' } }],
    ['Tags', { type: 'array', minItems: 0, maxItems: 10_000, items: { $ref: '#/$defs/When' } }],
    [
      'Map',
      {
        type: 'object',
        maxProperties: 9,
        propertyNames: { $ref: '#/$defs/Text' },
        additionalProperties: { $ref: '#/$defs/Ratio' },
        absentIfEmpty: [],
      },
    ],
    ['Count', { type: 'integer', minimum: 1, maximum: 2_147_483_647 }],
    ['Big', { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: 5 }],
    ['Ratio', { numeric: { minimum: 0.5 } }],
    ['Share', { numeric: {} }],
    ['When', { timestamp: true }],
    ['Zip', { blob: { maxBytes: 7 } }],
    ['Flag', { type: 'boolean' }],
  ])('%s is %j', (name, schema) => {
    expect(schemaOf(name)).toEqual(schema);
  });

  test('an operation has its input, whether it answers anything, and its errors', () => {
    const model: ServiceModel = {
      operations: {
        Say: { input: 'DoInput', output: 'DoOutput', errors: ['B', 'A'] },
        Do: { input: 'DoInput', output: null },
        Other: { input: 'OnlyInOutput' },
      },
      shapes: SHAPES,
    };
    const { operations, $defs } = schemasOf(model, ['Say', 'Do']);
    expect(operations).toEqual({
      Do: { input: 'DoInput', hasOutput: false, errors: [] },
      Say: { input: 'DoInput', hasOutput: true, errors: ['A', 'B'] },
    });
    expect(Object.keys($defs)).toEqual([
      'Count',
      'DoInput',
      'EC2InstanceType',
      'Items',
      'Kind',
      'Map',
      'Name',
      'Ratio',
      'Tags',
      'Text',
      'When',
    ]);
  });
});

test.each([
  ['an operation', { operations: {}, shapes: SHAPES }, 'no operation Do'],
  ['a shape', { operations: { Do: { input: 'Nothing' } }, shapes: SHAPES }, 'no shape Nothing'],
  ['a type', { operations: { Do: { input: 'X' } }, shapes: { X: { type: 'document' } } }, 'type document'],
])('what is unknown, such as %s, makes no table', (_what, model, message) => {
  expect(() => schemasOf(model, ['Do'])).toThrow(message);
});
