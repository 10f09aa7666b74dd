import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { closeAll, joinAll, logInAll } from './test/players.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';

const PER_SECOND = 20;
const COUNT = 25;
const NUMBERS = Array.from({ length: COUNT }, (_, number) => String(number));

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { relayedMessagesPerSecond: PER_SECOND } });
});
afterAll(() => host.stop());

const hits = () => host.host.hits.get('relayedMessagesPerSecond');

test('who sends more to a group than it may waits, and loses nothing; the others are not held up', async () => {
  await host.play(ECHO_SCRIPT);
  const [sender, other] = await logInAll(host, 2);
  const before = hits();
  // Each goes to both: more than one second’s worth.
  for (const number of NUMBERS) sender!.sendToGroup(-1, 1, number);
  let isAllThere = false;
  const all = receive(other!, COUNT).then(texts => {
    isAllThere = true;
    return texts;
  });
  await expect.poll(() => hits()).toBeGreaterThan(before);
  for (const text of ['a', 'b', 'c']) await other!.echo(text);
  expect(isAllThere).toBe(false);
  expect(await all).toEqual(NUMBERS);
  expect(await receive(sender!, COUNT)).toEqual(NUMBERS);
  await sender!.echo('read again');
  await closeAll(sender!, other!);
});

test('what the script lets go is charged when it leaves', async () => {
  await host.play(scriptWith('onSendToGroup() { return true; },'));
  const [sender, other] = await logInAll(host, 2);
  const before = hits();
  for (const number of NUMBERS) sender!.sendToGroup(-1, 1, number);
  expect(await receive(other!, COUNT)).toEqual(NUMBERS);
  expect(hits()).toBeGreaterThan(before);
  await sender!.echo('read again');
  await closeAll(sender!, other!);
});

test('fast messages to a group beyond the budget are dropped and counted, those to the script are not', async () => {
  await host.play(ECHO_SCRIPT);
  const [sender, other] = await logInAll(host, 2);
  const before = hits();
  for (const number of NUMBERS) {
    sender!.sendReliable({ opCode: 1, targetGroup: -1, reliable: false, payload: Buffer.from(number) });
  }
  await sender!.echo('after them');
  const dropped = hits() - before;
  expect(dropped).toBeGreaterThan(0);
  const received = await receive(other!, COUNT - dropped);
  expect(received).toEqual(NUMBERS.filter(number => received.includes(number)));
  await other!.echo('barrier');
  expect(other!.messages).toEqual([]);
  await closeAll(sender!, other!);
});

test('joining and leaving counts too: every member is told', async () => {
  await host.play(ECHO_SCRIPT);
  const [toggler, member] = await logInAll(host, 2);
  await joinAll(5, member!);
  const before = hits();
  for (let round = 0; round < COUNT; round++) {
    toggler!.joinGroup(5);
    toggler!.leaveGroup(5);
  }
  for (let round = 0; round < COUNT; round++) {
    expect(await member!.nextMembership(5)).toEqual([member!.peerId, toggler!.peerId]);
    expect(await member!.nextMembership(5)).toEqual([member!.peerId]);
  }
  expect(hits()).toBeGreaterThan(before);
  await closeAll(toggler!, member!);
});

test('a player who owes and leaves is gone at once', async () => {
  await host.play(
    scriptWith('onPlayerDisconnect(peerId) { session.sendReliableGroupMessage(text(2, peerId), -1); },'),
  );
  const [sender, other] = await logInAll(host, 2);
  const before = hits();
  for (const number of NUMBERS) sender!.sendToGroup(-1, 1, number);
  await expect.poll(() => hits()).toBeGreaterThan(before);
  await sender!.terminate();
  expect((await other!.nextMessage(2)).text).toBe(String(sender!.peerId));
  await closeAll(other!);
});

async function receive(client: { nextMessage(opCode: number): Promise<{ text: string }> }, count: number) {
  const texts: string[] = [];
  for (let i = 0; i < count; i++) texts.push((await client.nextMessage(1)).text);
  return texts;
}
