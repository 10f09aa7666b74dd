import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PlaypenError } from '../errors.ts';
import { resolveLimits } from '../limits/limits.ts';
import { OpenAccess } from './gamelift/access/open-access.ts';
import { addServiceApi } from './gamelift/wire/service-api.ts';
import { HttpServer } from './http-server.ts';
import { addScriptRoutes } from './script-routes.ts';

const log = pino({ level: 'silent' });
const CONNECTIONS = 4;
const REQUEST_MS = 2_000;
let server: HttpServer;
let url: string;
beforeAll(async () => {
  server = new HttpServer({
    host: '127.0.0.1',
    port: 0,
    log,
    limits: resolveLimits({ apiConnections: CONNECTIONS, apiRequestMs: REQUEST_MS }),
    isHealthy: () => true,
    routes: [
      app =>
        addScriptRoutes(app, {
          listVersions: async () => [],
          activateVersion: async hash => {
            throw new PlaypenError('version_not_found', hash);
          },
        }),
      app => addServiceApi(app, { operations: {}, access: new OpenAccess(), limits: resolveLimits(), log }),
    ],
  });
  url = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterAll(() => server.close());

const post = async (
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<[number, unknown]> => {
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body });
  return [answer.status, await answer.json()];
};

test('the service API answers on the port that the other routes are on, each with errors of its own', async () => {
  const json = { 'content-type': 'application/json' };
  expect(await post('/', { 'x-amz-target': 'GameLift.ListBuilds' }, '{}')).toEqual([200, { Builds: [] }]);
  expect(await post('/', { 'x-amz-target': 'GameLift.Nonsense' }, '{}')).toEqual([
    400,
    { __type: 'UnknownOperationException', Message: expect.any(String) },
  ]);
  expect(await post('/playpen/scripts/activate', json, '{"hash":"abc"}')).toEqual([
    404,
    { code: 'version_not_found', message: expect.any(String) },
  ]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('only the service API takes large bodies, and bodies that say not what they are', async () => {
  const large = JSON.stringify({ hash: 'x'.repeat(2 * 1024 * 1024) });
  const json = { 'content-type': 'application/json' };
  expect((await post('/playpen/scripts/activate', json, large))[0]).toBe(413);
  expect((await post('/playpen/scripts/activate', { 'content-type': 'text/other' }, '{}'))[0]).toBe(415);
  expect((await post('/', { ...json, 'x-amz-target': 'GameLift.ListBuilds' }, large))[0]).toBe(200);
});

test('a connection beyond the limit is closed, and when others have gone there is room again', async () => {
  const port = Number(new URL(url).port);
  const held = Array.from({ length: CONNECTIONS }, () => connect({ host: '127.0.0.1', port }));
  await Promise.all(held.map(socket => once(socket, 'connect')));
  const refused = connect({ host: '127.0.0.1', port }).resume();
  await once(refused, 'close');
  for (const socket of held) socket.destroy();
  await expect.poll(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status).toBe(200);
});

test('a request that does not come to its end is answered with 408, and its connection closed', async () => {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  socket.write(
    'POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: GameLift.ListBuilds\r\nContent-Length: 9\r\n\r\n{',
  );
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
});
