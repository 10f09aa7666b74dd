import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KeyAccess } from '../access/key-access.ts';
import { OpenAccess } from '../access/open-access.ts';
import type { Operations } from '../operation.ts';
import { notFound } from '../service-error.ts';
import { TestApi } from './test/test-api.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfi', tenantId: 'acme' };
const CREATED = new Date('2026-07-01T12:00:00Z');
const CLI_MS = 60_000;
const isInstalled = spawnSync('sh', ['-c', 'command -v aws']).status === 0;

const operations: Operations = {
  CreateScript: async ({ Name, Version, ZipFile, Tags }, { tenantId }) => ({
    Script: {
      Name: `${tenantId}/${Name} ${Version} ${Tags?.[0]?.Key}`,
      SizeOnDisk: ZipFile?.length,
      CreationTime: CREATED,
    },
  }),
  DeleteScript: async () => undefined,
  DescribeFleetEvents: async ({ StartTime }) => ({ Events: [{ EventTime: StartTime }] }),
  DescribeAlias: async () => {
    throw notFound('There is no alias alias-1');
  },
};

let folder: string;
let keyed: TestApi;
let open: TestApi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-cli-'));
  await writeFile(join(folder, 'script.zip'), Buffer.from('504b0304ff', 'hex'));
  keyed = await TestApi.start({ operations, access: new KeyAccess({ keys: [KEY], now: Date.now }) });
  open = await TestApi.start({ operations, access: new OpenAccess() });
});
afterAll(async () => {
  await keyed[Symbol.asyncDispose]();
  await open[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** @returns what the command line printed, as JSON; its complaint if it failed */
async function aws(api: TestApi, args: string[], secret = KEY.secretAccessKey): Promise<unknown> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_DEFAULT_REGION: 'us-west-2',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
  const command = ['--endpoint-url', api.url, 'gamelift', ...args];
  try {
    const { stdout } = await promisify(execFile)('aws', command, { env, cwd: folder, timeout: CLI_MS });
    return stdout === '' ? '' : JSON.parse(stdout);
  } catch (error) {
    return `${(error as { stderr?: string }).stderr}`.trim();
  }
}

const name = isInstalled ? 'the AWS command line' : 'the AWS command line (not installed, so left out)';
describe.skipIf(!isInstalled)(name, { timeout: CLI_MS }, () => {
  test('uploads a zip, and shows what it is answered', async () => {
    const args = ['create-script', '--name', 'arena', '--script-version', 'v1', '--tags', 'Key=a,Value=b'];
    const answer = await aws(keyed, [...args, '--zip-file', 'fileb://script.zip']);
    const { CreationTime, ...script } = (answer as { Script: { CreationTime: unknown } }).Script;
    expect(script).toEqual({ Name: 'acme/arena v1 a', SizeOnDisk: 5 });
    expect(timeOf(CreationTime)).toEqual(CREATED);
  });

  test('sends times', async () => {
    const args = ['describe-fleet-events', '--fleet-id', 'fleet-1', '--start-time', CREATED.toISOString()];
    const { Events } = (await aws(keyed, args)) as { Events: { EventTime: unknown }[] };
    expect(Events.map(({ EventTime }) => timeOf(EventTime))).toEqual([CREATED]);
  });

  test('prints nothing when there is no output, and errors by their type', async () => {
    expect(await aws(keyed, ['delete-script', '--script-id', 'script-1'])).toBe('');
    expect(await aws(keyed, ['describe-alias', '--alias-id', 'alias-1'])).toMatch(
      /\(NotFoundException\) when calling the DescribeAlias operation: There is no alias alias-1/,
    );
  });

  test('is refused with a wrong secret, and needs no signature where access is open', async () => {
    const args = ['delete-script', '--script-id', 'script-1'];
    expect(await aws(keyed, args, 'a guess')).toContain('InvalidSignatureException');
    expect(await aws(open, [...args, '--no-sign-request'])).toBe('');
  });
});

/** Version 1 prints seconds, version 2 ISO times. */
function timeOf(printed: unknown): Date {
  return new Date(typeof printed === 'number' ? printed * 1000 : `${printed}`);
}
