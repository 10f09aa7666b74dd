import type { FuncKeywordDefinition, SchemaValidateFunction } from 'ajv';

type DataContext = NonNullable<Parameters<SchemaValidateFunction>[3]>;

/** What a keyword makes of a value; undefined when the value will not do. */
type Conversion<S> = (value: unknown, schema: S) => unknown;

/** The longest ISO time anyone writes. */
const MAX_TIME_LENGTH = 40;
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const DECIMAL = /^[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})(e[+-]?\d{1,3})?$/i;
const MS_PER_S = 1000;

/**
 * The keywords of the schemas in `model/schemas.json` that JSON Schema does not have. They put what handlers work
 * with in the place of what came: Dates, bytes, numbers.
 */
export const INPUT_KEYWORDS: readonly FuncKeywordDefinition[] = [
  {
    // Of a structure or a map: members that are null are as if they were not there, and so are these, if empty. What
    // would become a prototype where members are copied is never there.
    keyword: 'absentIfEmpty',
    type: 'object',
    before: 'maxProperties',
    modifying: true,
    errors: false,
    validate: (lists: readonly string[], members: Record<string, unknown>): boolean => {
      for (const name of Object.keys(members)) {
        if (members[name] === null || name === '__proto__') delete members[name];
      }
      for (const name of lists) if (isEmptyList(members[name])) delete members[name];
      return true;
    },
  },
  converting<true>(
    'timestamp',
    () => 'is not a time; give the seconds since 1970 as a number, or an ISO 8601 string',
    value => dateOf(value),
  ),
  converting<{ maxBytes: number }>(
    'blob',
    ({ maxBytes }) => `is not base64 of at most ${maxBytes} bytes`,
    (value, { maxBytes }) => bytesOf(value, maxBytes),
  ),
  converting<{ minimum?: number; maximum?: number }>('numeric', rangeText, (value, range) => {
    const number = numberOf(value);
    if (number === undefined) return undefined;
    const { minimum = -Infinity, maximum = Infinity } = range;
    return number >= minimum && number <= maximum ? number : undefined;
  }),
];

function converting<S>(
  keyword: string,
  complaint: (schema: S) => string,
  convert: Conversion<S>,
): FuncKeywordDefinition {
  const validate: SchemaValidateFunction = (schema: S, value: unknown, _parent, context?: DataContext) => {
    const converted = convert(value, schema);
    if (converted === undefined) {
      validate.errors = [{ keyword, message: complaint(schema), params: {} }];
      return false;
    }
    if (context !== undefined) context.parentData[context.parentDataProperty] = converted;
    return true;
  };
  return { keyword, modifying: true, errors: true, validate };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function dateOf(value: unknown): Date | undefined {
  let date: Date;
  if (value instanceof Date) date = value;
  else if (typeof value === 'number') date = new Date(Math.round(value * MS_PER_S));
  else if (typeof value === 'string' && value.length <= MAX_TIME_LENGTH && ISO_TIME.test(value)) {
    date = new Date(value);
  } else return undefined;
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Base64 in its one canonical form, or bytes as CBOR has them. */
function bytesOf(value: unknown, maxBytes: number): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value.length <= maxBytes ? value : undefined;
  if (typeof value !== 'string' || value.length > Math.ceil(maxBytes / 3) * 4) return undefined;
  const bytes = Buffer.from(value, 'base64');
  return bytes.length <= maxBytes && bytes.toString('base64') === value ? bytes : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function rangeText({ minimum, maximum }: { minimum?: number; maximum?: number }): string {
  if (minimum !== undefined && maximum !== undefined) return `must be a number from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `must be a number of ${minimum} or more`;
  return maximum === undefined ? 'must be a number' : `must be a number of ${maximum} or less`;
}
