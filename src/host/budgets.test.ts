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
  const script = scriptWith(`
    onMessage(message) {
      if (message.opCode === 1) for (let i = 0; i < 60; i++) session.sendMessage(text(2, 'x'), message.sender);
      else session.sendReliableMessage(text(3, JSON.stringify(session.getBudget())), message.sender);
    },`);
  await host.play(script);
  const client = await host.login();
  client.sendToScript(5, '');
  const before = JSON.parse((await client.nextMessage(3)).text);
  expect(before).toMatchObject({
    cpu: { perSecondMs: 1_000, burstMs: 10_000 },
    batch: { limitMs: 5_000 },
    heap: { limitBytes: 32 * 1024 * 1024 },
    sentMessages: { available: 100, perSecond: 400 },
    sentBytes: { available: 10_000, perSecond: 40_000 },
    timers: { active: 0, limit: 50 },
  });
  expect(before.cpu.availableMs).toBeGreaterThan(0);
  expect(before.heap.usedBytes).toBeGreaterThan(0);
  client.sendToScript(1, '');
  client.sendToScript(5, '');
  const after = JSON.parse((await client.nextMessage(3)).text);
  expect(after.sentMessages.available).toBeLessThan(100);
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
  await startHost({ sentMessagesPerSecond: 40 });
  await host.play(
    scriptWith(
      'onMessage(message) { for (let i = 0; i < 30; i++) session.sendReliableMessage(text(2, String(i)), message.sender); },',
    ),
  );
  const client = await host.login();
  client.sendToScript(1, '');
  expect((await systemLine('were dropped')).msg).toContain('20 messages');
  for (let i = 0; i < 10; i++) expect((await client.nextMessage(2)).text).toBe(String(i));
  // After what it owed was paid back it sends again; nothing of the first turn came in between.
  client.sendToScript(1, '');
  expect((await client.nextMessage(2)).text).toBe('0');
  expect(host.host.hits.get('sentMessagesPerSecond')).toBeGreaterThanOrEqual(20);
  await client.close();
});

test('telling groups who is in them is sending as well', async () => {
  await startHost({ sentMessagesPerSecond: 40 });
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

test('a script that comes near the end of a batch or its heap is warned before its session ends', async () => {
  await startHost({ batchMs: 60, heapMb: 32 });
  const session = await host.play(
    scriptWith(`kept: [],
      onMessage(message) {
        if (message.opCode === 1) { ${WORK} }
        else for (let i = 0; i < 27; i++) this.kept.push(new Array(2 ** 17).fill(i + 0.5));
        this.echo(message);
      },`),
    { profile: 'strict' },
  );
  const client = await host.login();
  client.sendToScript(1, '');
  const warned = systemLine('a batch took');
  await Promise.race([warned, session.ended]);
  await host.stop();
  await startHost({ heapMb: 32 });
  await host.play(
    scriptWith(`kept: [],
      onMessage(message) {
        for (let i = 0; i < 3; i++) this.kept.push(new Array(2 ** 17).fill(i + 0.5));
        this.echo(message);
      },`),
  );
  const hungry = await host.login();
  const heapWarning = systemLine('of 32 MiB');
  for (let i = 0; i < 30; i++) hungry.sendToScript(1, '');
  await heapWarning;
  await hungry.closed;
  expect(session.isEnded).toBe(true);
});
