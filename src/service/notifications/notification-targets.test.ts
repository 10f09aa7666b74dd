import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlaypenError } from '../../errors.ts';
import { readNotificationTargets } from './notification-targets.ts';

const TARGET = {
  topicArn: 'arn:aws:sns:us-west-2:123456789012:topic',
  url: 'https://backend.example/hunter2',
  form: 'sns',
};
let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-notifications-'));
  path = join(folder, 'notifications.json');
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: unknown, mode = 0o600): ReturnType<typeof readNotificationTargets> {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  await chmod(path, mode);
  return readNotificationTargets(path);
}

test('targets are read as they stand there, one for each topic and tenant', async () => {
  const targets = [
    TARGET,
    { ...TARGET, tenantId: 'acme', form: 'lambda', headers: { Authorization: 'Bearer hunter2' } },
    { ...TARGET, topicArn: 'arn:aws:sns:local:1:topic.fifo', url: 'http://127.0.0.1:3000', form: 'raw' },
  ];
  expect(await read({ targets })).toEqual({ targets, isOpenToOthers: false });
  expect(await read({ targets: [] }, 0o644)).toEqual({ targets: [], isOpenToOthers: true });
});

test('the file that the documentation shows is one', async () => {
  const page = await readFile(new URL('../../../docs/matchmaking.md', import.meta.url), 'utf8');
  const [, block = ''] = /## Notifications\n[\s\S]+?```json\n([\s\S]+?)```/.exec(page) ?? [];
  expect((await read(block)).targets).toHaveLength(1);
});

test.each([
  ['{"targets": [{"url": "hunter2', 'it is not JSON'],
  [[TARGET], 'the file must be object'],
  [{}, "the file must have required property 'targets'"],
  [{ targets: [TARGET, { topicArn: 'a', form: 'raw' }] }, "targets[1] must have required property 'url'"],
  [{ targets: [{ ...TARGET, topicArn: 'a b' }] }, 'targets[0].topicArn must match pattern'],
  [{ targets: [{ ...TARGET, topicArn: '' }] }, 'targets[0].topicArn must NOT have fewer than 1'],
  [
    { targets: [{ ...TARGET, form: 'email' }] },
    'targets[0].form must be equal to one of the allowed values (sns, lambda, raw)',
  ],
  [{ targets: [{ ...TARGET, tenant: 'a' }] }, 'targets[0] must NOT have additional properties (tenant)'],
  [{ targets: [{ ...TARGET, url: 'hunter2' }] }, 'targets[0].url must be a whole address'],
  [{ targets: [{ ...TARGET, url: 'ftp://hunter2/' }] }, 'targets[0].url must begin with http'],
  [{ targets: [{ ...TARGET, url: 'http://a:hunter2@b/' }] }, 'targets[0].url must not have a user'],
  [{ targets: [{ ...TARGET, headers: { a: 7 } }] }, 'targets[0].headers.a must be string'],
  [
    { targets: [{ ...TARGET, headers: { 'a b': 'hunter2' } }] },
    'targets[0].headers.a b cannot be sent as a header',
  ],
  [
    { targets: [{ ...TARGET, headers: { a: 'hunter2\r\nb: c' } }] },
    'targets[0].headers.a cannot be sent as a header',
  ],
  [
    { targets: [{ ...TARGET, headers: { 'Content-Type': 'text/html' } }] },
    'targets[0].headers.Content-Type is set by the server itself',
  ],
  [
    { targets: [{ ...TARGET, headers: { 'X-Amz-Sns-Topic-Arn': 'b' } }] },
    'targets[0].headers.X-Amz-Sns-Topic-Arn is set by the server itself',
  ],
  [
    { targets: [TARGET, { ...TARGET, url: 'http://another.example' }] },
    'targets[1] has the topicArn and tenantId of another one',
  ],
])('%o is refused, with the place and without a secret', async (content, message) => {
  const error = await read(content).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PlaypenError);
  const { code, detail } = error as PlaypenError;
  expect(code).toBe('notifications_invalid');
  expect(detail).toContain(`${path}: ${message}`);
  expect(detail).not.toContain('hunter2');
});
