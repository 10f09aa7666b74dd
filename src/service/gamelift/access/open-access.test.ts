import { expect, test } from 'vitest';
import { isOpenAccessSafeOn, OPEN_TENANT, OpenAccess } from './open-access.ts';

const request = (headers: Record<string, string>) => ({
  method: 'POST',
  path: '/',
  headers,
  body: Buffer.alloc(0),
});

test('everyone is one tenant, whatever they sign with', async () => {
  const access = new OpenAccess();
  for (const headers of [{}, { authorization: 'nonsense', 'x-amz-date': 'yesterday' }] as Record<
    string,
    string
  >[]) {
    expect(await access.tenantOf(request(headers))).toBe(OPEN_TENANT);
  }
});

test('a web page is nobody', async () => {
  await expect(new OpenAccess().tenantOf(request({ origin: 'null' }))).rejects.toMatchObject({
    type: 'UnrecognizedClientException',
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['', false],
  ['192.168.1.7', false],
  ['10.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['fe80::1', false],
  ['localhost.example.org', false],
  ['example.org', false],
])('open access on %j keeps to this machine: %s', (host, isSafe) => {
  expect(isOpenAccessSafeOn(host)).toBe(isSafe);
});
