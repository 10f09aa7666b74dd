import type { ErrorObject } from 'ajv';
import type { Schema, SchemaTable } from '../model/schema-table.ts';

/** The longest list of allowed values that a message repeats. */
const VALUES_SHOWN = 30;
const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a structure',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  boolean: 'true or false',
};

/**
 * What is wrong with an input, where, and what would be right: `GameProperties[2].Key has 40 characters and 32 are
 * allowed`. No value and no key of a map is repeated, for either may be a secret.
 * @param error with the data, as Ajv gives it when it is `verbose`
 */
export function complaintOf(error: ErrorObject, input: Schema, table: SchemaTable): string {
  const path = memberPath(error.instancePath, input, table);
  const { params, data } = error;
  if (error.keyword === 'required') return `${joined(path, params.missingProperty)} is required`;
  const place = path === '' ? 'The input' : path;
  const subject = error.propertyName === undefined ? place : `A key of ${place}`;
  switch (error.keyword) {
    case 'maxLength':
      return `${subject} has ${lengthOf(data)} characters and ${params.limit} are allowed`;
    case 'minLength':
      return `${subject} has ${lengthOf(data)} characters and needs ${params.limit} or more`;
    case 'maxItems':
      return `${subject} has ${lengthOf(data)} elements and ${params.limit} are allowed`;
    case 'minItems':
      return `${subject} has ${lengthOf(data)} elements and needs ${params.limit} or more`;
    case 'maxProperties':
      return `${subject} has more than the ${params.limit} entries that are allowed`;
    case 'minimum':
      return `${subject} must be ${params.limit} or more`;
    case 'maximum':
      return `${subject} must be ${params.limit} or less`;
    case 'pattern':
      return `${subject} must have the form ${params.pattern}`;
    case 'enum':
      return `${subject} must be ${valuesText(params.allowedValues)}`;
    case 'type':
      return `${subject} must be ${TYPE_NAMES[params.type] ?? params.type}`;
    default:
      return `${subject} ${error.message}`;
  }
}

/** `Processes[0].LaunchPath`, from `/Processes/0/LaunchPath`. */
function memberPath(pointer: string, input: Schema, table: SchemaTable): string {
  let path = '';
  let schema: Schema | undefined = input;
  for (const segment of pointer.split('/').slice(1)) {
    schema = resolved(schema, table);
    if (schema?.type === 'array') {
      path += `[${segment}]`;
      schema = schema.items;
    } else if (schema?.properties !== undefined) {
      path = joined(path, segment);
      schema = schema.properties[segment];
    } else {
      path += '[…]';
      schema = schema?.additionalProperties || undefined;
    }
  }
  return path;
}

function resolved(schema: Schema | undefined, table: SchemaTable): Schema | undefined {
  return schema?.$ref === undefined ? schema : table.$defs[schema.$ref.slice('#/$defs/'.length)];
}

function joined(path: string, member: string): string {
  return path === '' ? member : `${path}.${member}`;
}

/** Of a string in characters, not in UTF-16 units. */
function lengthOf(data: unknown): number {
  return typeof data === 'string' ? [...data].length : (data as unknown[]).length;
}

function valuesText(values: readonly string[]): string {
  if (values.length === 1) return `${values[0]}`;
  const shown = values.slice(0, VALUES_SHOWN).join(', ');
  return `one of ${shown}${values.length > VALUES_SHOWN ? ', …' : ''}`;
}
