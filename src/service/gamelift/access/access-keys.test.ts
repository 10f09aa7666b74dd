import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlaypenError } from '../../../errors.ts';
import { readAccessKeys } from './access-keys.ts';

const KEY = { accessKeyId: 'AKID1', secretAccessKey: 'hunter2hunter2hunter2', tenantId: 'acme' };
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-keys-'));
  path = join(folder, 'keys.json');
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: unknown, mode = 0o600): ReturnType<typeof readAccessKeys> {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  await chmod(path, mode);
  return readAccessKeys(path);
}

test('keys are read with the tenants they are for', async () => {
  expect(await read({ keys: [KEY] })).toEqual({ keys: [KEY], isOpenToOthers: false });
});

test('a key may say what it is good for in the console', async () => {
  const keys = [
    { ...KEY, console: ['read'] },
    { ...KEY, accessKeyId: 'AKID2', console: [] },
  ];
  expect((await read({ keys })).keys).toEqual(keys);
});

test.each([0o640, 0o604, 0o666])('a file of mode %o is said to be open to others', async mode => {
  expect((await read({ keys: [KEY] }, mode)).isOpenToOthers).toBe(true);
});

test.each([
  ['{"keys": [{"secretAccessKey": "hunter2', 'it is not JSON'],
  [[KEY], 'the file must be object'],
  [{}, "the file must have required property 'keys'"],
  [{ keys: [] }, 'keys must NOT have fewer than 1 items'],
  [
    { keys: [KEY, { ...KEY, accessKeyId: 'A', tenantId: undefined }] },
    "keys[1] must have required property 'tenantId'",
  ],
  [
    { keys: [{ ...KEY, secretAccessKey: 'hunter2' }] },
    'keys[0].secretAccessKey must NOT have fewer than 16 characters',
  ],
  [{ keys: [{ ...KEY, accessKeyId: 'a/b' }] }, 'keys[0].accessKeyId must match pattern'],
  [
    { keys: [{ ...KEY, console: ['write'] }] },
    'keys[0].console[0] must be equal to one of the allowed values',
  ],
  [{ keys: [{ ...KEY, console: 'read' }] }, 'keys[0].console must be array'],
  [{ keys: [{ ...KEY, tenant: 'acme' }] }, 'keys[0] must NOT have additional properties (tenant)'],
  [{ keys: [KEY, KEY] }, 'keys[1].accessKeyId is there twice'],
  [' '.repeat(1024 * 1024 + 1), 'it has more than 1048576 bytes'],
])('%o is refused, with the place and without the secret', async (content, message) => {
  const error = await read(content).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlaypenError);
  const { code, detail } = error as PlaypenError;
  expect(code).toBe('access_keys_invalid');
  expect(detail).toContain(`${path}: ${message}`);
  expect(detail).not.toContain('hunter2');
});

test('a file that is not there is refused with its path', async () => {
  const missing = join(folder, 'none.json');
  await expect(readAccessKeys(missing)).rejects.toMatchObject({
    code: 'access_keys_invalid',
    detail: expect.stringContaining(missing),
  });
});
