import type { OperationName } from '../operation.ts';
import table from './schemas.json' with { type: 'json' };

/**
 * JSON Schema, with keywords of our own for what it has no word for (see `wire/input-keywords.ts`): `absentIfEmpty`,
 * `numeric`, `timestamp` and `blob`.
 */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  $ref?: string;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  required?: string[];
  properties?: Record<string, Schema>;
  propertyNames?: Schema;
  additionalProperties?: false | Schema;
  absentIfEmpty?: string[];
  numeric?: { minimum?: number; maximum?: number };
  timestamp?: true;
  blob?: { maxBytes: number };
}

export interface OperationSchema {
  /** The key of its input in `$defs`. */
  input: string;
  /** Whether it answers a structure, be it an empty one, and not an empty body. */
  hasOutput: boolean;
  /** The types of the errors that the model names for it. */
  errors: string[];
}

export interface SchemaTable {
  operations: Record<string, OperationSchema>;
  $defs: Record<string, Schema>;
}

/** Of the operations this service supports; written by `generate-schemas.ts`. */
export const SCHEMA_TABLE: SchemaTable = table as SchemaTable;

/** @throws {Error} for an operation that the table does not have */
export function operationSchema(name: OperationName, schemas: SchemaTable = SCHEMA_TABLE): OperationSchema {
  const schema = schemas.operations[name];
  if (schema === undefined) throw new Error(`${name} is not in model/schemas.json; generate it anew`);
  return schema;
}
