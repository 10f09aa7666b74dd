import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { scriptWith } from './test/scripts.ts';

const QUEUE_EVENTS = 4;
const QUEUE_BYTES = 64 * 1024;

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { queueEvents: QUEUE_EVENTS, queueBytes: QUEUE_BYTES } });
});
afterAll(() => host.stop());

/** Answers with what it was told so far, and with the matchmaker data that its game session has. */
const LISTENER = scriptWith(`
  heard: [],
  onUpdateGameSession(gameSession, reason, ticketId) { this.heard.push([gameSession.matchmakerData, reason, ticketId]); },
  onMessage({ sender }) {
    const { matchmakerData } = session.getGameSession();
    session.sendReliableMessage(text(2, JSON.stringify({ heard: this.heard, matchmakerData })), sender);
  },`);

test('updates come in their order, each with the newest matchmaker data', async () => {
  const session = await host.play(LISTENER);
  const client = await host.login();
  session.updateMatchmakerData('one', 'MATCHMAKING_DATA_UPDATED', 'a');
  session.updateMatchmakerData(undefined, 'BACKFILL_TIMED_OUT', 'b');
  session.updateMatchmakerData('two', 'MATCHMAKING_DATA_UPDATED', 'c');
  client.sendToScript(1, '');
  expect(JSON.parse((await client.nextMessage(2)).text)).toEqual({
    heard: [
      ['two', 'MATCHMAKING_DATA_UPDATED', 'a'],
      ['two', 'BACKFILL_TIMED_OUT', 'b'],
      ['two', 'MATCHMAKING_DATA_UPDATED', 'c'],
    ],
    matchmakerData: 'two',
  });
  await client.close();
});

test('a script that cannot keep up misses updates, which are counted and logged, but never the newest data', async () => {
  const session = await host.play(LISTENER);
  const client = await host.login();
  const before = host.host.hits.get('queueEvents');
  for (let i = 0; i < QUEUE_EVENTS + 2; i++) {
    session.updateMatchmakerData(`data ${i}`, 'MATCHMAKING_DATA_UPDATED', `${i}`);
  }
  expect(session.closedFor).toBe('script_overloaded');
  expect(host.host.hits.get('queueEvents')).toBe(before + 2);
  await host.line(
    ({ gameSessionId, msg }) => gameSessionId === session.id && msg.startsWith('onUpdateGameSession was not'),
  );
  await expect.poll(() => session.closedFor).toBeUndefined();
  client.sendToScript(1, '');
  const { heard, matchmakerData } = JSON.parse((await client.nextMessage(2)).text);
  expect(heard.map(([, , ticketId]: string[]) => ticketId)).toEqual(['0', '1', '2', '3']);
  expect(matchmakerData).toBe(`data ${QUEUE_EVENTS + 1}`);
  await client.close();
});

test('matchmaker data that is larger than the queue holds neither players nor messages back', async () => {
  const session = await host.play(LISTENER);
  const client = await host.login();
  const matchmakerData = 'm'.repeat(2 * QUEUE_BYTES);
  session.updateMatchmakerData(matchmakerData, 'MATCHMAKING_DATA_UPDATED', 'a');
  expect(session.closedFor).toBeUndefined();
  expect(session.load.queueBytes).toBeLessThan(100);
  await expect.poll(() => session.load.queueEvents).toBe(0);
  // The answer would be larger than a script's messages may be.
  await client.close();
  expect(session.state).toBe('active');
  expect(session.load.counters.droppedMessages).toBe(0);
});

test('an update is among what the script was given last', async () => {
  const session = await host.play(scriptWith('onUpdateGameSession() { process.exit(1); },'));
  session.updateMatchmakerData('{}', 'MATCHMAKING_DATA_UPDATED', 'a');
  expect((await session.ended).recentEvents.at(-1)).toMatchObject({ event: 'onUpdateGameSession' });
});

test('a session that ends or has ended is not disturbed', async () => {
  const session = await host.play(
    scriptWith(`
      onUpdateGameSession() { console.log('updated ' + session.getGameSessionId()); },
      async onProcessTerminate() { await new Promise(resolve => setTimeout(resolve, 20)); console.log('over'); },`),
  );
  const over = session.terminate('session_terminated');
  session.updateMatchmakerData('{}', 'MATCHMAKING_DATA_UPDATED', '');
  await over;
  session.updateMatchmakerData('{}', 'MATCHMAKING_DATA_UPDATED', '');
  await host.line(({ gameSessionId, msg }) => gameSessionId === session.id && msg === 'over');
  expect(host.lines.filter(({ msg }) => msg === `updated ${session.id}`)).toEqual([]);
});
