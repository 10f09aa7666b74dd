import { afterEach, expect, test } from 'vitest';
import type { SessionView } from '../service/session-routes.ts';
import { TestDev } from './test/dev.ts';

let dev: TestDev;
afterEach(() => dev.stop());

const LOOPING = `
exports.ssExports = {
  init() {},
  onMessage() {
    for (;;);
  },
};`;

async function get(path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${dev.apiPort}${path}`);
}

async function sessions(): Promise<SessionView[]> {
  return ((await (await get('/playpen/sessions')).json()) as { sessions: SessionView[] }).sessions;
}

test('an operator sees the sessions that run, and why others ended, with the author’s own line', async () => {
  dev = await TestDev.start(LOOPING, { limits: { batchMs: 100, watchdogSlackMs: 1_000 } });
  const [running] = await sessions();
  expect(running).toMatchObject({ state: 'active', players: 0, workerPid: expect.any(Number) });
  const client = await dev.login();
  client.sendToScript(77, 'go');
  expect((await client.closed).reason).toBe('script_timeout');
  const response = await get(`/playpen/sessions/${running!.id}`);
  const { session } = (await response.json()) as { session: SessionView };
  expect(session).toMatchObject({
    id: running!.id,
    state: 'ended',
    postMortem: { code: 'script_timeout', limit: 'batchMs', allowed: 100, source: 'script.js:5:5' },
  });
  expect(session.postMortem!.recentEvents.at(-1)).toMatchObject({ opCode: 77, payloadBytes: 2 });
});

test('a session that never was is not found, and the answer has a code', async () => {
  dev = await TestDev.start(LOOPING);
  const response = await get('/playpen/sessions/nonsense');
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ code: 'session_not_found' });
});

test('the metrics count a limit that was reached', async () => {
  dev = await TestDev.start(LOOPING, { limits: { batchMs: 100, watchdogSlackMs: 1_000 } });
  const client = await dev.login();
  client.sendToScript(1, '');
  await client.closed;
  expect(await (await get('/metrics')).text()).toContain('playpen_limit_hits_total{limit="batchMs"} 1\n');
});
