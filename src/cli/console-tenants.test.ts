import {
  CreateGameSessionCommand,
  DescribeGameSessionsCommand,
  type GameLiftClient,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ConsoleSnapshot, ConsoleUser, SessionDetail } from '../console/protocol.ts';
import { ConsoleClient } from './test/console-client.ts';
import { answering, TestServe } from './test/serve.ts';

const KEYS = [
  { accessKeyId: 'AKACME', secretAccessKey: 'secret-of-acme-0001', tenantId: 'acme' },
  {
    accessKeyId: 'AKLOOK',
    secretAccessKey: 'secret-of-look-0001',
    tenantId: 'acme',
    console: ['read'] as const,
  },
  { accessKeyId: 'AKZETA', secretAccessKey: 'secret-of-zeta-0001', tenantId: 'zeta' },
];
const [ACME, LOOK, ZETA] = KEYS as [(typeof KEYS)[0], (typeof KEYS)[0], (typeof KEYS)[0]];

let serve: TestServe;
let stranger: ConsoleClient;
beforeAll(async () => {
  serve = await TestServe.start({
    keys: KEYS,
    limits: { figureIntervalMs: 20, failedSignInsPerMinutePerAddress: 3, failedSignInsPerMinutePerKey: 100 },
  });
  stranger = new ConsoleClient(Number(new URL(serve.apiUrl).port));
}, 60_000);
afterAll(() => serve[Symbol.asyncDispose]());

async function signIn({ accessKeyId, secretAccessKey }: (typeof KEYS)[0]): Promise<ConsoleClient> {
  const { status, headers } = await stranger.post('sign-in', { accessKeyId, secretAccessKey });
  expect(status).toBe(200);
  return stranger.with({ cookie: headers['set-cookie']![0]!.split(';')[0]! });
}

describe('who signs in', () => {
  test('gets a cookie that no script reads and no other site sends, and is told what they may do', async () => {
    const { headers, body } = await stranger.post('sign-in', {
      accessKeyId: LOOK.accessKeyId,
      secretAccessKey: LOOK.secretAccessKey,
    });
    expect(body).toMatchObject({
      ...{ access: 'key', tenantId: 'acme', permissions: ['read'] },
      ...{ hasPlayground: false, players: { port: serve.port } },
    } satisfies Partial<ConsoleUser>);
    const [cookie] = headers['set-cookie']!;
    expect(cookie).toMatch(/; HttpOnly(;|$)/);
    expect(cookie).toMatch(/; SameSite=Strict(;|$)/);
    expect(cookie).toMatch(/; Path=\/console\/api\/(;|$)/);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('has the same user until they sign out; then their streams are over as well', async () => {
    const page = await signIn(ACME);
    expect((await page.get('me')).body).toMatchObject({ tenantId: 'acme', permissions: ['read', 'act'] });
    const stream = await page.stream('live');
    await stream.next('snapshot');
    expect((await page.post('sign-out')).status).toBe(204);
    expect(await page.get('me')).toMatchObject({
      ...{ status: 401, body: { code: 'console_sign_in_required' } },
    });
    while ((await stream.next()) !== undefined);
  });

  test('needs the right secret', async () => {
    const wrong = { accessKeyId: ACME.accessKeyId, secretAccessKey: ZETA.secretAccessKey };
    const { status, body, headers } = await stranger.post('sign-in', wrong);
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'console_sign_in_refused' } });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(JSON.stringify(body)).not.toContain('secret-of');
  });
});

test.each([
  ['GET', 'me'],
  ['GET', 'live'],
  ['GET', 'sessions/any'],
  ['GET', 'sessions/any/log'],
  ['GET', 'sessions/any/messages'],
  ['POST', 'sessions/any/kick'],
  ['POST', 'sessions/any/terminate'],
  ['POST', 'sessions/any/send'],
])('%s %s needs a sign-in', async (method, path) => {
  const { status, body } = await stranger.call(method, path, method === 'POST' ? {} : undefined);
  expect({ status, body }).toMatchObject({ status: 401, body: { code: 'console_sign_in_required' } });
});

test('a cookie alone does not act: another site’s page cannot send the header', async () => {
  const page = (await signIn(ACME)).without('x-playpen-console');
  for (const path of ['sessions/any/terminate', 'sign-in', 'sign-out']) {
    expect(await page.post(path, {})).toMatchObject({ status: 403, body: { code: 'console_elsewhere' } });
  }
  const elsewhere = (await signIn(ACME)).with({ origin: 'https://evil.example' });
  expect(await elsewhere.get('live')).toMatchObject({ body: { code: 'console_elsewhere' } });
});

describe('one tenant’s game session', () => {
  let acmeApi: GameLiftClient;
  let id: string;
  let path: string;
  let fleetId: string;
  let acme: ConsoleClient;
  let zeta: ConsoleClient;
  beforeAll(async () => {
    acmeApi = serve.newClient({ credentials: ACME });
    const scriptId = await serve.createScript(answering('acme'), acmeApi);
    fleetId = await serve.createFleet(scriptId, 5, {}, acmeApi);
    [acme, zeta] = [await signIn(ACME), await signIn(ZETA)];
  }, 60_000);
  beforeEach(async () => {
    const { GameSession } = await acmeApi.send(
      new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 4 }),
    );
    id = GameSession!.GameSessionId!;
    path = `sessions/${encodeURIComponent(id)}`;
    await vi.waitFor(async () => expect(await statusOf(id)).toBe('ACTIVE'), 10_000);
  });
  afterAll(() => acmeApi.destroy());

  async function statusOf(gameSessionId: string): Promise<string | undefined> {
    const { GameSessions } = await acmeApi.send(
      new DescribeGameSessionsCommand({ GameSessionId: gameSessionId }),
    );
    return GameSessions![0]!.Status;
  }

  test('is shown to it, without the host and its workers', async () => {
    const stream = await acme.stream('live');
    await vi.waitFor(async () => {
      const snapshot = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
      const row = snapshot.sessions.find(session => session.id === id);
      expect(row).toMatchObject({ tenantId: 'acme', fleetId });
      expect(row).not.toHaveProperty('workerPid');
      expect(snapshot.fleets).toMatchObject([{ id: fleetId, status: 'ACTIVE' }]);
      expect(snapshot).not.toHaveProperty('host');
      expect(snapshot).not.toHaveProperty('workers');
    });
    stream.close();
    const detail = (await acme.get(path)).body as SessionDetail;
    expect(detail).toMatchObject({ id, tenantId: 'acme', fleetId, state: 'active' });
    expect(detail).not.toHaveProperty('workerPid');
  });

  test('is to another as if it were not there, running and over', async () => {
    const notFound = { status: 404, body: { code: 'session_not_found' } };
    const expectHidden = async () => {
      for (const part of ['', '/log', '/messages'])
        expect(await zeta.get(path + part)).toMatchObject(notFound);
      for (const [action, body] of [
        ['kick', { peerId: 1 }],
        ['terminate', { mode: 'force' }],
        ['send', { opCode: 1, payload: '', channel: 'fast' }],
      ] as const) {
        expect(await zeta.post(`${path}/${action}`, body)).toMatchObject(notFound);
      }
      const stream = await zeta.stream('live');
      const snapshot = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
      expect(snapshot).toMatchObject({ sessions: [], ended: [], fleets: [] });
      stream.close();
    };
    await expectHidden();
    await acme.post(`${path}/terminate`, { mode: 'force' });
    await vi.waitFor(async () => expect((await acme.get(path)).body).toMatchObject({ state: 'ended' }));
    await expectHidden();
  });

  test('is not touched by whoever may only look', async () => {
    const look = await signIn(LOOK);
    expect((await look.get(path)).status).toBe(200);
    for (const action of ['kick', 'terminate', 'send']) {
      // Before its body is looked at.
      expect(await look.post(`${path}/${action}`, {})).toMatchObject({
        ...{ status: 403, body: { code: 'console_forbidden' } },
      });
    }
    expect(await statusOf(id)).toBe('ACTIVE');
  });

  test('that is ended in the console is over in the service API as well', async () => {
    expect((await acme.post(`${path}/terminate`, { mode: 'graceful' })).status).toBe(204);
    await vi.waitFor(async () => expect(await statusOf(id)).toBe('TERMINATED'), 10_000);
    const { GameSessions } = await acmeApi.send(new DescribeGameSessionsCommand({ GameSessionId: id }));
    expect(GameSessions![0]!.StatusReason).toBe('TRIGGERED_ON_PROCESS_TERMINATE');
    const log = await acme.stream(`${path}/log`);
    expect((await log.next('lines'))!.data).toMatchObject({ lines: expect.any(Array) });
    expect(await log.next('end')).toBeDefined();
  });
});

test('after so many failures nobody signs in from there for a while', async () => {
  const wrong = { accessKeyId: 'AKNOBODY', secretAccessKey: 'guess' };
  await vi.waitFor(async () => {
    expect(await stranger.post('sign-in', wrong)).toMatchObject({
      ...{ status: 429, body: { code: 'console_sign_in_busy' } },
    });
  });
});
