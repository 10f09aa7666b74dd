import type { OperationSchema, Schema, SchemaTable } from './schema-table.ts';
import type { ModelShape, ServiceModel } from './service-model.ts';

/** What the model leaves without an upper bound gets one here: nothing a caller sends is unbounded. */
const UNBOUNDED_STRING_LENGTH = 4_096;
const UNBOUNDED_LIST_ITEMS = 10_000;
const UNBOUNDED_MAP_ENTRIES = 1_000;
const UNBOUNDED_BLOB_BYTES = 5_000_000;
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const SAFE_INTEGER = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** Enumerations that grow with every year, and of which no value matters here: any string will do. */
const OPEN_ENUMS: ReadonlySet<string> = new Set(['EC2InstanceType']);

/**
 * The table that requests are validated by: the inputs of these operations, as JSON Schema.
 * @throws {Error} for an operation or a kind of shape that is unknown
 */
export function schemasOf(model: ServiceModel, operationNames: readonly string[]): SchemaTable {
  const table: SchemaTable = { operations: {}, $defs: {} };
  for (const name of operationNames.toSorted()) table.operations[name] = operationOf(model, name);
  const pending = Object.values(table.operations).map(operation => operation.input);
  for (let shapeName = pending.pop(); shapeName !== undefined; shapeName = pending.pop()) {
    if (shapeName in table.$defs) continue;
    const shape = shapeNamed(model, shapeName);
    table.$defs[shapeName] = schemaOf(model, shapeName, shape);
    pending.push(...referredBy(shape));
  }
  const sorted = Object.entries(table.$defs).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...table, $defs: Object.fromEntries(sorted) };
}

function operationOf(model: ServiceModel, name: string): OperationSchema {
  const operation = model.operations[name];
  if (operation?.input === undefined) throw new Error(`The model has no operation ${name} with an input`);
  const errors = (operation.errors ?? []).toSorted();
  return { input: operation.input, hasOutput: typeof operation.output === 'string', errors };
}

function shapeNamed(model: ServiceModel, name: string): ModelShape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`The model has no shape ${name}`);
  return shape;
}

function referredBy({ members = {}, member, key, value }: ModelShape): string[] {
  return [...Object.values(members), member, key, value].flatMap(ref => ref?.shape ?? []);
}

function schemaOf(model: ServiceModel, name: string, shape: ModelShape): Schema {
  switch (shape.type) {
    case 'structure':
      return structureSchema(model, shape);
    case 'list':
      return {
        type: 'array',
        ...bound('minItems', shape.min),
        maxItems: shape.max ?? UNBOUNDED_LIST_ITEMS,
        items: ref(shape.member!.shape),
      };
    case 'map':
      return {
        type: 'object',
        ...bound('minProperties', shape.min),
        ...bound('maxProperties', shape.max ?? UNBOUNDED_MAP_ENTRIES),
        propertyNames: ref(shape.key!.shape),
        additionalProperties: ref(shape.value!.shape),
        absentIfEmpty: [],
      };
    case 'string':
      return stringSchema(name, shape);
    case 'integer':
    case 'long': {
      const range = shape.type === 'long' ? SAFE_INTEGER : INT32;
      return {
        type: 'integer',
        minimum: shape.min ?? range.minimum,
        maximum: shape.max ?? range.maximum,
      };
    }
    case 'double':
    case 'float':
      return { numeric: { ...bound('minimum', shape.min), ...bound('maximum', shape.max) } };
    case 'boolean':
      return { type: 'boolean' };
    case 'timestamp':
      return { timestamp: true };
    case 'blob':
      return { blob: { maxBytes: shape.max ?? UNBOUNDED_BLOB_BYTES } };
    default:
      throw new Error(`${name} is of type ${shape.type}, which has no schema`);
  }
}

function structureSchema(model: ServiceModel, { members = {}, required }: ModelShape): Schema {
  const entries = Object.entries(members);
  const lists = entries.filter(([, { shape }]) => {
    const { type, min = 0 } = shapeNamed(model, shape);
    return type === 'list' && min > 0;
  });
  return {
    type: 'object',
    ...(required === undefined ? {} : { required }),
    properties: Object.fromEntries(entries.map(([name, { shape }]) => [name, ref(shape)])),
    additionalProperties: false,
    absentIfEmpty: lists.map(([name]) => name),
  };
}

function stringSchema(name: string, shape: ModelShape): Schema {
  if (shape.enum !== undefined && !OPEN_ENUMS.has(name)) return { type: 'string', enum: shape.enum };
  return {
    type: 'string',
    ...bound('minLength', shape.min),
    maxLength: shape.max ?? UNBOUNDED_STRING_LENGTH,
    ...(shape.pattern === undefined ? {} : { pattern: shape.pattern }),
  };
}

function ref(shape: string): Schema {
  return { $ref: `#/$defs/${shape}` };
}

function bound(keyword: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { [keyword]: value };
}
