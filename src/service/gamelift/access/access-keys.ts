import { open } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { PlaypenError } from '../../../errors.ts';

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  /** Whose resources the key is for. */
  tenantId: string;
  /** What whoever signs in to the console with it may do there; undefined: both. */
  console?: readonly ('read' | 'act')[];
}

const MAX_FILE_BYTES = 1024 * 1024;
const OTHERS_MAY_READ = 0o077;
const ID = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9_-]+$' };
const FILE_SCHEMA = {
  type: 'object',
  required: ['keys'],
  additionalProperties: false,
  properties: {
    keys: {
      type: 'array',
      minItems: 1,
      maxItems: 1_000,
      items: {
        type: 'object',
        required: ['accessKeyId', 'secretAccessKey', 'tenantId'],
        additionalProperties: false,
        properties: {
          accessKeyId: ID,
          secretAccessKey: { type: 'string', minLength: 16, maxLength: 256 },
          tenantId: ID,
          console: { type: 'array', uniqueItems: true, items: { enum: ['read', 'act'] } },
        },
      },
    },
  },
};

/**
 * Reads the file that says who may call the API:
 *
 *     { "keys": [{ "accessKeyId": "…", "secretAccessKey": "…", "tenantId": "…", "console": ["read"] }] }
 *
 * @returns the keys, and whether other users of the machine may read the file, which is worth a warning
 * @throws {PlaypenError} `access_keys_invalid`, with the place in the file, and never with a secret
 */
export async function readAccessKeys(path: string): Promise<{ keys: AccessKey[]; isOpenToOthers: boolean }> {
  const fail = (why: string, cause?: unknown): never => {
    throw new PlaypenError('access_keys_invalid', `${path}: ${why}`, { cause });
  };
  let text: string;
  let isOpenToOthers: boolean;
  try {
    await using file = await open(path);
    const { size, mode } = await file.stat();
    if (size > MAX_FILE_BYTES) return fail(`it has more than ${MAX_FILE_BYTES} bytes`);
    isOpenToOthers = (mode & OTHERS_MAY_READ) !== 0;
    text = await file.readFile('utf8');
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error), error);
  }
  return { keys: parseAccessKeys(text, fail), isOpenToOthers };
}

function parseAccessKeys(text: string, fail: (why: string) => never): AccessKey[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's own message would repeat what is in the file.
    return fail('it is not JSON');
  }
  const ajv = new Ajv();
  if (!ajv.validate(FILE_SCHEMA, content)) return fail(describe(ajv.errors![0]!));
  const { keys } = content as { keys: AccessKey[] };
  const seen = new Set<string>();
  for (const [index, { accessKeyId }] of keys.entries()) {
    if (seen.has(accessKeyId)) fail(`keys[${index}].accessKeyId is there twice`);
    seen.add(accessKeyId);
  }
  return keys;
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const place = instancePath
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.');
  const extra = params.additionalProperty === undefined ? '' : ` (${params.additionalProperty})`;
  return `${place === '' ? 'the file' : place} ${message}${extra}`;
}
