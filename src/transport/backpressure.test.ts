import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { PlayerConnection } from '../session/player-connection.ts';
import {
  fromScript,
  LOGIN,
  logIn,
  startServer,
  TestClient,
  type TestServer,
  textOf,
  toScript,
} from './test/harness.ts';

/** Resolves when everything this client sent before is handled, in so far as the server reads from it. */
async function roundTrip(server: TestServer): Promise<void> {
  const { client, accepted } = await logIn(server);
  client.send(toScript('round'));
  await accepted.packets.next();
  accepted.connection.sendReliable(fromScript('trip'));
  await client.packets.next();
}

test('a slow reader is cut off with a reason it can read, and memory stays within the bound', async () => {
  const server = await startServer({ outboxBytes: 256 * 1024, closeGraceMs: 5_000 });
  const { client, accepted } = await logIn(server);
  const { connection } = accepted;
  const packet = new OutgoingPacket({ opCode: 20, sender: -1, payload: Buffer.alloc(32 * 1024) });
  client.webSocket.pause();
  while (!connection.closed) {
    connection.sendReliable(packet);
    await nextTurn();
  }
  await accepted.closed;
  client.webSocket.resume();
  expect(await client.closed).toEqual({ code: 4009, reason: 'slow_reader' });
  expect(server.hits.get('outboxBytes')).toBe(1);
});

test('a slow reader that never reads on is cut off after the grace period', async () => {
  const server = await startServer({ outboxBytes: 256 * 1024, closeGraceMs: 20 });
  const { client, accepted } = await logIn(server);
  const packet = new OutgoingPacket({ opCode: 20, sender: -1, payload: Buffer.alloc(32 * 1024) });
  client.webSocket.pause();
  while (!accepted.connection.closed) {
    accepted.connection.sendReliable(packet);
    await nextTurn();
  }
  await vi.waitFor(() => expect(server.transport.counters.connections).toBe(0));
  expect(server.hits.get('closeGraceMs')).toBe(1);
});

test('a slow reader loses fast messages first, and stays', async () => {
  const server = await startServer({ outboxBytes: 256 * 1024 });
  const { client, accepted } = await logIn(server);
  const packet = new OutgoingPacket({ opCode: 20, sender: -1, payload: Buffer.alloc(32 * 1024) });
  client.webSocket.pause();
  while (server.hits.get('outboxBytes') < 10) {
    accepted.connection.sendFast(packet);
    await nextTurn();
  }
  expect(accepted.connection.closed).toBe(false);
  client.webSocket.resume();
  accepted.connection.sendReliable(new OutgoingPacket({ opCode: 21, sender: -1 }));
  while ((await client.packets.next()).opCode !== 21);
});

test('a paused connection delivers nothing until it is resumed, then everything in order', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  accepted.connection.pause();
  for (const text of ['a', 'b', 'c']) client.send(toScript(text));
  await roundTrip(server);
  expect(accepted.packets.all).toEqual([]);
  accepted.connection.resume();
  for (const text of ['a', 'b', 'c']) expect((await accepted.packets.next()).text).toBe(text);
});

test('a receiver that pauses gets no packet more, even of those that came in the same read', async () => {
  const server = await startServer({}, { onLogin: connection => attach(connection) });
  const texts: string[] = [];
  const paused = Promise.withResolvers<void>();
  const all = Promise.withResolvers<void>();
  let resume = () => {};
  const attach = (connection: PlayerConnection) => {
    resume = () => connection.resume();
    connection.attach({
      onPacket: packet => {
        texts.push(textOf(packet));
        if (texts.length === 1) {
          connection.pause();
          paused.resolve();
        }
        if (texts.length === 50) all.resolve();
      },
      onClosed: () => {},
    });
  };
  const client = await TestClient.open(server.port);
  client.sendTogether([LOGIN, ...Array.from({ length: 50 }, (_, count) => toScript(`${count}`))]);
  await paused.promise;
  await nextTurn();
  await nextTurn();
  expect(texts).toEqual(['0']);
  resume();
  await all.promise;
  expect(texts).toEqual(Array.from({ length: 50 }, (_, count) => `${count}`));
});

test('reliable messages over the rate budget come late, complete and in order', async () => {
  const server = await startServer({ packetsPerSecond: 100 });
  const { client, accepted } = await logIn(server);
  for (let count = 0; count < 120; count++) client.send(toScript(`${count}`));
  for (let count = 0; count < 120; count++) expect((await accepted.packets.next()).text).toBe(`${count}`);
  expect(server.hits.get('packetsPerSecond')).toBeGreaterThan(0);
});

test('more messages at once than the server holds back close the connection', async () => {
  const server = await startServer({ packetsPerSecond: 1, heldMessages: 10 });
  const { client, accepted } = await logIn(server);
  client.sendTogether(Array.from({ length: 200 }, () => toScript('')));
  expect(await client.closed).toEqual({ code: 1008, reason: 'too_many_messages' });
  expect(server.hits.get('heldMessages')).toBe(1);
  await accepted.closed;
});

test('a flood of pings does not go past the rate budget', async () => {
  const server = await startServer({ packetsPerSecond: 20 });
  const { client } = await logIn(server);
  for (let count = 0; count < 50; count++) client.webSocket.ping();
  await vi.waitFor(() => expect(server.hits.get('packetsPerSecond')).toBeGreaterThan(0));
});

test('a paused connection can be closed with a reason, and does not wait out the grace period', async () => {
  const server = await startServer({ closeGraceMs: 10_000 });
  const { client, accepted } = await logIn(server);
  accepted.connection.pause();
  client.send(toScript('unread'));
  await roundTrip(server);
  accepted.connection.close('kicked');
  expect(await client.closed).toEqual({ code: 4010, reason: 'kicked' });
  // The other client's is left.
  await vi.waitFor(() => expect(server.transport.counters.connections).toBe(1));
  expect(accepted.packets.all).toEqual([]);
});
