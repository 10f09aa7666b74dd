import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import { Stranger } from './test/stranger.ts';

const connectAs = (peerId: number) => ({
  opCode: -5,
  sequenceNumber: 1_000,
  targetPlayer: -1,
  sender: peerId,
  udpConnect: {},
});
const messageAs = (peerId: number, payload: string) => ({
  opCode: 1,
  sequenceNumber: 1_001,
  targetPlayer: -1,
  sender: peerId,
  payload: Buffer.from(payload),
});

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

test("a datagram from another port that names a player's id is nobody's: neither taken nor answered", async () => {
  await host.play(ECHO_SCRIPT);
  const client = await host.login();
  await client.bringUpFast();
  const stranger = await Stranger.open();
  for (const packet of [connectAs(1), messageAs(1, 'I am peer 1'), { ...connectAs(1), opCode: -7 }]) {
    await stranger.send(client.fastPort, packet);
  }
  // Had the stranger's sequence numbers been taken, this one would be stale; had its port, it would not arrive.
  expect(await client.echo('mine', 'fast')).toMatchObject({ via: 'udp' });
  expect(client.inbox).toEqual([]);
  expect(stranger.received).toEqual([]);
  stranger.close();
  await client.close();
});

test('a datagram from another address cannot take the fast channel of a player who has not opened it', async () => {
  await host.play(ECHO_SCRIPT);
  const client = await host.login();
  const stranger = await Stranger.open('127.0.0.2');
  await stranger.send(client.fastPort, connectAs(1));
  await stranger.send(client.fastPort, messageAs(1, 'I am peer 1'));
  await client.bringUpFast();
  expect(await client.echo('mine', 'fast')).toMatchObject({ via: 'udp' });
  expect(client.inbox).toEqual([]);
  expect(stranger.received).toEqual([]);
  stranger.close();
  await client.close();
});

test('a datagram other than UDP_CONNECT opens no fast channel', async () => {
  await host.play(ECHO_SCRIPT);
  const client = await host.login();
  client.sendToScript(1, 'too early', 'fast');
  await client.sendFast({ opCode: -7, targetPlayer: -1, udpConnect: {} });
  await client.bringUpFast();
  await client.echo('in time', 'fast');
  expect(client.inbox).toEqual([]);
  await client.close();
});

test('a UDP_CONNECT that names another player opens no fast channel', async () => {
  await host.play(ECHO_SCRIPT);
  const [a, b] = [await host.login(), await host.login()];
  await b.bringUpFast();
  await a.sendFast({ ...connectAs(b.peerId), sequenceNumber: 0 });
  await a.sendFast({ ...connectAs(99), sequenceNumber: 1 });
  await b.echo('still mine', 'fast');
  expect([a.inbox, b.inbox]).toEqual([[], []]);
  await a.bringUpFast();
  expect(await a.echo('mine now', 'fast')).toMatchObject({ via: 'udp' });
  await Promise.all([a.close(), b.close()]);
});

test('the sender a datagram names is not believed: it is the player who bound the port', async () => {
  await host.play(ECHO_SCRIPT);
  const [a, b] = [await host.login(), await host.login()];
  await a.bringUpFast();
  await b.bringUpFast();
  await a.sendFast({ opCode: 1, targetPlayer: -1, sender: b.peerId, payload: Buffer.from('from a') });
  expect(await a.nextMessage(1)).toMatchObject({ text: 'from a' });
  await b.echo('barrier', 'fast');
  expect(b.inbox).toEqual([]);
  await Promise.all([a.close(), b.close()]);
});

test('players 1 of two sessions with one address get different ports, and hear nothing of each other', async () => {
  const sessions = [await host.play(ECHO_SCRIPT), await host.play(ECHO_SCRIPT)];
  const [a, b] = [await host.join(sessions[0]!), await host.join(sessions[1]!)];
  expect([a.peerId, b.peerId]).toEqual([1, 1]);
  expect(a.fastPort).not.toBe(b.fastPort);
  await a.bringUpFast();
  await b.bringUpFast();
  a.sendToGroup(-1, 2, 'to all of mine', 'fast');
  a.sendToPlayer(1, 3, 'to player 1', 'fast');
  expect(await a.echo('a', 'fast')).toMatchObject({ via: 'udp' });
  expect(await b.echo('b', 'fast')).toMatchObject({ via: 'udp' });
  expect(a.messages.map(packet => packet.text)).toEqual(['to all of mine', 'to player 1']);
  expect(b.inbox).toEqual([]);
  await Promise.all([a.close(), b.close()]);
});

test('datagrams of a player who is gone are ignored, and get no answer', async () => {
  await host.play(
    scriptWith('onPlayerDisconnect(peerId) { session.sendReliableGroupMessage(text(2, peerId), -1); },'),
  );
  const [gone, witness] = [await host.login(), await host.login()];
  await gone.bringUpFast();
  await witness.bringUpFast();
  await gone.echo('here', 'fast');
  await gone.terminate();
  await witness.nextMessage(2);
  gone.sendToScript(1, 'still here?', 'fast');
  gone.sendToPlayer(witness.peerId, 1, 'still here?', 'fast');
  await gone.sendFast({ ...connectAs(gone.peerId) });
  await witness.echo('first barrier', 'fast');
  await witness.echo('second barrier', 'fast');
  expect([gone.inbox, witness.inbox]).toEqual([[], []]);
  await witness.close();
});

test('a port that a player left can be had by the next one, who binds it anew', async () => {
  await host.play(ECHO_SCRIPT);
  const early = await host.login();
  await early.bringUpFast();
  await early.close();
  await host.play(ECHO_SCRIPT);
  const late = await host.login();
  expect(late.fastPort).toBe(early.fastPort);
  expect(late.peerId).toBe(early.peerId);
  await late.bringUpFast();
  expect(await late.echo('mine now', 'fast')).toMatchObject({ via: 'udp' });
  await late.close();
});
