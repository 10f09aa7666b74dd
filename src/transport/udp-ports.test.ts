import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bringUp, fromScript, logIn, startServer, TestDatagrams, textOf, toScript } from './test/harness.ts';

test('a player cannot be claimed from another address than its WebSocket’s', async () => {
  const server = await startServer();
  const { accepted } = await logIn(server);
  const fastPort = await accepted.connection.openFastChannel(1);
  const thief = await TestDatagrams.open(fastPort, '127.0.0.2');
  await thief.connect(1);
  await thief.send(toScript('stolen', 1));
  const owner = await TestDatagrams.open(fastPort);
  await owner.connect(1);
  await owner.received.next();
  await owner.send(toScript('mine', 1));
  expect((await accepted.packets.next()).text).toBe('mine');
  expect(server.transport.counters.datagramsDropped.stranger).toBe(2);
  expect(thief.received.all).toEqual([]);
});

test('once bound, a player cannot be claimed from another port, nor a port speak for another player', async () => {
  const server = await startServer();
  const first = await bringUp(server, 1);
  const second = await logIn(server);
  expect(await second.accepted.connection.openFastChannel(2)).toBe(first.fastPort);
  const thief = await TestDatagrams.open(first.fastPort);
  await thief.connect(1, 100);
  await thief.send(toScript('stolen', 101));
  await first.datagrams.connect(2, 3);
  await first.datagrams.send({ ...toScript('mine', 4), sender: 2 });
  expect((await first.accepted.packets.next()).text).toBe('mine');
  expect(server.transport.counters.datagramsDropped.stranger).toBe(3);
  expect(second.accepted.packets.all).toEqual([]);
  expect(thief.received.all).toEqual([]);
});

test('two players with one peer id at one address get different ports, and their own datagrams', async () => {
  const server = await startServer();
  const first = await bringUp(server, 1);
  const second = await bringUp(server, 1);
  expect(second.fastPort).not.toBe(first.fastPort);
  // Ephemeral, as the first one is.
  expect(second.fastPort).toBeGreaterThan(1_023);
  await first.datagrams.send(toScript('from the first', 3));
  await second.datagrams.send(toScript('from the second', 3));
  expect((await first.accepted.packets.next()).text).toBe('from the first');
  expect((await second.accepted.packets.next()).text).toBe('from the second');
  expect(server.transport.counters.udpPorts).toBe(2);
});

test('players with different peer ids share a port, and leases asked for at once are unique', async () => {
  const server = await startServer();
  const players = await Promise.all([1, 2, 1, 1].map(async peerId => ({ peerId, ...(await logIn(server)) })));
  const leases = await Promise.all(
    players.map(
      async ({ peerId, accepted }) => `${peerId}:${await accepted.connection.openFastChannel(peerId)}`,
    ),
  );
  expect(new Set(leases).size).toBe(4);
  expect(server.transport.counters.udpPorts).toBe(3);
});

test('a lease ends with its connection', async () => {
  const server = await startServer({ udpPorts: 1 });
  const first = await bringUp(server, 1);
  first.client.webSocket.close();
  await first.accepted.closed;
  const second = await bringUp(server, 1);
  expect(second.fastPort).toBe(first.fastPort);
});

test('where no port is left, the player gets one that answers nobody, and stays on the WebSocket', async () => {
  const server = await startServer({ udpPorts: 1 });
  const first = await bringUp(server, 1);
  const second = await logIn(server);
  const discardPort = await second.accepted.connection.openFastChannel(1);
  expect(discardPort).not.toBe(first.fastPort);
  expect(server.hits.get('udpPorts')).toBe(1);
  const datagrams = await TestDatagrams.open(discardPort);
  await datagrams.connect(1);
  await vi.waitFor(() => expect(server.transport.counters.datagramsDropped.stranger).toBe(1));
  second.accepted.connection.sendFast(fromScript('fast'));
  expect(textOf(await second.client.packets.next())).toBe('fast');
  expect(datagrams.received.all).toEqual([]);
});

test('a UDP port in use is skipped', async () => {
  const blocker = createSocket('udp4');
  blocker.bind(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => {
    blocker.close();
  });
  const { port } = blocker.address();
  const server = await startServer({ udpPorts: 4 }, { udpFirstPort: port });
  const { accepted } = await logIn(server);
  const fastPort = await accepted.connection.openFastChannel(1);
  expect([port + 1, port + 2, port + 3]).toContain(fastPort);
});
