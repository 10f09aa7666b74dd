import { expect, test } from 'vitest';
import { operationRows } from '../operation-states.ts';
import { InputValidator } from '../wire/input-validator.ts';
import { operationSchema, SCHEMA_TABLE, type Schema } from './schema-table.ts';

const supported = operationRows().filter(({ state }) => state === 'supported');
const schemas: [string, Schema][] = Object.entries(SCHEMA_TABLE.$defs);

test('the table has the supported operations and no others; otherwise: npm run schemas', () => {
  const names = supported.map(({ name }) => name as string);
  expect(Object.keys(SCHEMA_TABLE.operations).toSorted()).toEqual(names.toSorted());
});

test('every input is a structure in the table, and can be validated', () => {
  const validator = new InputValidator();
  for (const { name } of supported) {
    const { input } = operationSchema(name);
    const schema = SCHEMA_TABLE.$defs[input]!;
    expect(schema.type).toBe('object');
    if (schema.required === undefined) validator.validate(input, {});
    else expect(() => validator.validate(input, {})).toThrow(/^\w+ is required$/);
  }
});

test('everything a caller sends has an upper bound', () => {
  const unbounded = schemas.filter(([, schema]) => {
    if (schema.type === 'string') return schema.enum === undefined && schema.maxLength === undefined;
    if (schema.type === 'array') return schema.maxItems === undefined;
    return schema.type === 'integer' && schema.maximum === undefined;
  });
  expect(unbounded).toEqual([]);
});

test('no pattern nests repetitions, which could keep it busy for ages', () => {
  const patterns = schemas.flatMap(([, { pattern }]) => pattern ?? []);
  expect(patterns.length).toBeGreaterThan(20);
  for (const pattern of patterns) {
    expect(() => new RegExp(pattern)).not.toThrow();
    const withoutClasses = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
    // A group that is repeated without end, and has something in it that is: (a+)+ and the like
    expect(withoutClasses).not.toMatch(/\([^()]*[*+][^()]*\)[*+]/);
  }
});

test.each([
  ['CreateGameSession', true],
  ['TagResource', true],
  ['DeleteAlias', false],
  ['DeleteFleet', false],
  ['DeleteScript', false],
  ['DeleteScalingPolicy', false],
] as const)('%s answers a structure: %s', (name, hasOutput) => {
  expect(operationSchema(name).hasOutput).toBe(hasOutput);
});

test('the model’s own numbers are in it', () => {
  expect(SCHEMA_TABLE.$defs).toMatchObject({
    ZipBlob: { blob: { maxBytes: 5_000_000 } },
    GamePropertyKey: { maxLength: 32 },
    PlayerIdList: { minItems: 1, maxItems: 25 },
    PortNumber: { minimum: 1, maximum: 60_000 },
    FleetIdOrArn: { pattern: expect.stringContaining('fleet-') },
  });
});
