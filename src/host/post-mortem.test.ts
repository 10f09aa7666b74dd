import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { scriptWith } from './test/scripts.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { batchMs: 300, heapMb: 16, watchdogSlackMs: 100 } });
});
afterAll(() => host.stop());

test('a session ended by its time limit leaves the limit, the amount, the author’s line, and what it was given', async () => {
  const session = await host.play(
    scriptWith('onMessage(message) {\nif (message.opCode === 42)\nfor (;;) {}\n},'),
  );
  const client = await host.login();
  client.sendToScript(41, 'abc');
  client.sendToScript(42, 'hello');
  const end = await session.ended;
  expect(end).toMatchObject({ code: 'script_timeout', limit: 'batchMs', allowed: 300 });
  expect(end.used).toBeGreaterThanOrEqual(300);
  expect(end.source).toMatch(/^playpen-script\.js:\d+:\d+$/);
  expect(end.recentEvents.slice(-2)).toMatchObject([
    { event: 'onMessage', peerId: client.peerId, opCode: 41, payloadBytes: 3 },
    { event: 'onMessage', peerId: client.peerId, opCode: 42, payloadBytes: 5 },
  ]);
  expect(end.heapLimitBytes).toBe(16 * 1024 * 1024);
  expect(end.heapUsedBytes).toBeGreaterThan(0);
  // Players are told the code and nothing else.
  expect(await client.closed).toEqual({ code: 4025, reason: 'script_timeout' });
  expect(host.host.endedSessions.get(session.id)?.postMortem).toEqual(end);
  const line = await host.line(
    ({ msg, gameSessionId }) => gameSessionId === session.id && msg === 'game session ended',
  );
  expect(line).toMatchObject({ limit: 'batchMs', recentEvents: end.recentEvents });
  expect(host.host.hits.get('batchMs')).toBeGreaterThan(0);
});

test('a session ended by its memory limit leaves the limit and what its heap held', async () => {
  const roomy = await TestHost.start({ limits: { batchMs: 10_000, heapMb: 16 } });
  const session = await roomy.play(
    scriptWith('onMessage() { const kept = []; for (;;) kept.push(new Array(10_000).fill(0.5)); },'),
  );
  const client = await roomy.login();
  client.sendToScript(1, '');
  const end = await session.ended;
  expect(end).toMatchObject({ code: 'script_memory', limit: 'heapMb', allowed: 16 });
  expect(end.used).toBeGreaterThanOrEqual(16);
  expect(end.heapUsedBytes).toBeGreaterThan(0);
  await roomy.stop();
});

test('a session whose script ends it has no limit to blame', async () => {
  const session = await host.play(scriptWith('onMessage() { session.processEnding(); },'));
  const client = await host.login();
  client.sendToScript(1, '');
  const end = await session.ended;
  expect(end.code).toBe('session_ended');
  expect(end).not.toHaveProperty('limit');
});
