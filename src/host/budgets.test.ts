import { afterEach, expect, test } from 'vitest';
import type { Limits } from '../limits/limits.ts';
import { TestHost } from './test/harness.ts';
import { scriptWith } from './test/scripts.ts';

let host: TestHost;
afterEach(() => host.stop());

async function startHost(limits: Partial<Limits> = {}): Promise<void> {
  host = await TestHost.start({ limits });
}

/** A line of the session's log that Playpen itself wrote. */
const systemLine = (text: string) =>
  host.line(({ source, msg }) => source === 'system' && msg.includes(text));

/** Does not read the clock, which stands still: so many steps take some tens of milliseconds. */
const WORK = 'let sum = 0; for (let i = 0; i < 3e7; i++) sum += i % 7; this.sum = sum;';

test('a script can ask what it may use up, and what is left of it', async () => {
  await startHost({
    heapMb: 32,
    timersPerSession: 50,
    sentMessagesPerSecond: 400,
    sentBytesPerSecond: 40_000,
  });
  await host.play(
    scriptWith(
      'onMessage({ sender }) { session.sendReliableMessage(text(3, JSON.stringify(session.getBudget())), sender); },',
    ),
  );
  const client = await host.login();
  client.sendToScript(5, '');
  const budget = JSON.parse((await client.nextMessage(3)).text);
  expect(budget).toMatchObject({
    cpu: { perSecondMs: 1_000, burstMs: 10_000 },
    batch: { limitMs: 5_000 },
    heap: { limitBytes: 32 * 1024 * 1024 },
    sentMessages: { available: 50, perSecond: 400 },
    sentBytes: { available: 5_000, perSecond: 40_000 },
    timers: { active: 0, limit: 50 },
  });
  expect(budget.cpu.availableMs).toBeGreaterThan(0);
  expect(budget.heap.usedBytes).toBeGreaterThan(0);
  await client.close();
});

test('a script that has used up its CPU time misses turns, is told so, and loses none of its messages', async () => {
  await startHost({ cpuMsPerSecond: 50, cpuBurstMs: 50, turnPauseMaxMs: 200 });
  const session = await host.play(scriptWith(`onMessage(message) { ${WORK} this.echo(message); },`));
  const client = await host.login();
  for (let i = 0; i < 6; i++) client.sendToScript(7, String(i));
  const answers = [];
  for (let i = 0; i < 6; i++) answers.push((await client.nextMessage(7)).text);
  expect(answers).toEqual(['0', '1', '2', '3', '4', '5']);
  expect((await systemLine('next turn')).msg).toContain('50 ms of CPU time a second');
  expect(host.host.hits.get('cpuMsPerSecond')).toBeGreaterThan(0);
  expect(session.state).toBe('active');
  await client.close();
});

test('a script that sends more than it may in one turn has the rest dropped, and is told so', async () => {
  await startHost({ sentMessagesPerSecond: 80 });
  await host.play(
    scriptWith(
      'onMessage(message) { for (let i = 0; i < 30; i++) session.sendReliableMessage(text(2, String(i)), message.sender); },',
    ),
  );
  const client = await host.login();
  client.sendToScript(1, '');
  const dropped = Number.parseInt((await systemLine('were dropped')).msg, 10);
  // Once what it owed is paid back it sends again.
  client.sendToScript(1, '');
  const got = [];
  do got.push((await client.nextMessage(2)).text);
  while (got.length === 1 || got.at(-1) !== '0');
  const sent = got.slice(0, -1);
  // An eighth of what a second allows, and then what comes back to the budget meanwhile.
  expect(sent.slice(0, 10)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(sent).toEqual(sent.toSorted((a, b) => Number(a) - Number(b)));
  expect(sent.length + dropped).toBe(30);
  expect(dropped).toBeGreaterThan(0);
  expect(host.host.hits.get('sentMessagesPerSecond')).toBeGreaterThanOrEqual(dropped);
  await client.close();
});

test('telling groups who is in them is sending as well', async () => {
  await startHost({ sentMessagesPerSecond: 80 });
  await host.play(
    scriptWith(
      'onMessage() { for (let i = 0; i < 500; i++) session.broadcastGroupMembershipUpdate(-1, -1); },',
    ),
  );
  const client = await host.login();
  client.sendToScript(1, '');
  await systemLine('were dropped');
  await client.close();
});

test('a script is warned of a batch that took more than half of its time', async () => {
  host = await TestHost.start({ clock: 'live', limits: { batchMs: 6_000 } });
  await host.play(
    scriptWith(`onMessage() {
      const until = Date.now() + 3_100;
      while (Date.now() < until);
    },`),
  );
  const client = await host.login();
  client.sendToScript(1, '');
  expect((await systemLine('a batch took')).msg).toContain('when one takes 6000 ms (script_timeout)');
  await client.close();
});

test('a script whose heap fills up is warned before its session ends', async () => {
  await startHost({ heapMb: 32 });
  const session = await host.play(
    scriptWith(`onStartGameSession() {
      const kept = [];
      setInterval(() => kept.push(new Array(2 ** 16).fill(0.5)), 15);
    },`),
  );
  expect((await systemLine('of 32 MiB')).msg).toContain('script_memory');
  expect(await session.ended).toMatchObject({ code: 'script_memory', limit: 'heapMb' });
});
