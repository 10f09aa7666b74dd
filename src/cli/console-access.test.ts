import { afterEach, expect, test } from 'vitest';
import type { ConsoleUser } from '../console/protocol.ts';
import { ConsoleClient } from './test/console-client.ts';
import { TestDev } from './test/dev.ts';

const SCRIPT = 'exports.ssExports = { init() {} };';

let dev: TestDev;
let page: ConsoleClient;
afterEach(() => dev.stop());

async function start(host?: string): Promise<void> {
  dev = await TestDev.start(SCRIPT, host === undefined ? {} : { host });
  page = new ConsoleClient(dev.apiPort);
}

test('whoever uses this machine may do everything', async () => {
  await start();
  const { status, body } = await page.get('me');
  expect(status).toBe(200);
  expect(body).toEqual({
    ...{ access: 'open', permissions: ['read', 'act'], players: { port: dev.port } },
    ...{ hasPlayground: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) },
  } satisfies ConsoleUser);
});

test('another site’s page may do nothing, by its own name or by one that leads here', async () => {
  await start();
  const [id] = dev.server.host.sessions.keys();
  const refusals: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: `127.0.0.1.evil.example:${dev.apiPort}` },
    { origin: 'http://evil.example' },
    { origin: `http://127.0.0.1:${dev.port}` },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of refusals) {
    const evil = page.with(headers);
    for (const { status, body } of [
      await evil.get('me'),
      await evil.get('live'),
      await evil.get('playground'),
      await evil.get(`sessions/${id}/messages`),
      await evil.post(`sessions/${id}/terminate`, { mode: 'force' }),
    ]) {
      expect({ headers, status, body }).toMatchObject({ status: 403, body: { code: 'console_elsewhere' } });
    }
  }
  const simple = page.without('x-playpen-console');
  expect(await simple.post(`sessions/${id}/terminate`, { mode: 'force' })).toMatchObject({ status: 403 });
  expect((await page.with({ origin: `http://127.0.0.1:${dev.apiPort}` }).get('me')).status).toBe(200);
  expect(dev.server.host.sessions.get(id!)!.state).toBe('active');
});

test('a server that others reach has no console', async () => {
  await start('0.0.0.0');
  for (const path of ['/', '/console/api/me']) {
    expect((await fetch(`http://127.0.0.1:${dev.apiPort}${path}`)).status).toBe(404);
  }
});
