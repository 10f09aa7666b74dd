import { readOperatorFile } from '../../operator-file.ts';

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  /** Whose resources the key is for. */
  tenantId: string;
  /** What whoever signs in to the console with it may do there; undefined: both. */
  console?: readonly ('read' | 'act')[];
}

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
  const file = await readOperatorFile<{ keys: AccessKey[] }>(path, FILE_SCHEMA, 'access_keys_invalid');
  const { keys } = file.content;
  const seen = new Set<string>();
  for (const [index, { accessKeyId }] of keys.entries()) {
    if (seen.has(accessKeyId)) file.fail(`keys[${index}].accessKeyId is there twice`);
    seen.add(accessKeyId);
  }
  return { keys, isOpenToOthers: file.isOpenToOthers };
}
