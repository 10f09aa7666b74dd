import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import {
  bringUp,
  clientFrame,
  fromScript,
  logIn,
  startServer,
  TestDatagrams,
  type TestServer,
  textOf,
  toScript,
  udpConnect,
} from './test/harness.ts';

const ATTACKER = '127.0.0.2';
const PING = 9;

/** So that each test can see both limits reached, and a neighbour stays far below them. */
const LIMITS = { packetsPerSecond: 50, receivedBytesPerSecond: 20_000 };

async function expectUnharmed(server: TestServer): Promise<void> {
  const { client, accepted } = await logIn(server);
  client.send(toScript('unharmed'));
  expect((await accepted.packets.next()).text).toBe('unharmed');
}

test('a message of many empty fragments costs the bytes of their frames', async () => {
  const server = await startServer(LIMITS);
  const { client, accepted } = await logIn(server, undefined, ATTACKER);
  const empty = clientFrame(Buffer.alloc(0), { fin: false, opCode: 0 });
  const fragments = Array.from({ length: 1_000 }, () => empty);
  const message = Buffer.concat([
    clientFrame(Buffer.alloc(1), { fin: false }),
    ...fragments,
    clientFrame(Buffer.alloc(0), { opCode: 0 }),
  ]);
  for (let count = 0; count < 5; count++) void client.sendRaw(message).catch(() => {});
  await vi.waitFor(() => expect(server.hits.get('receivedBytesPerSecond')).toBeGreaterThan(0));
  await expectUnharmed(server);
  accepted.connection.close('kicked');
});

test('frames that are never finished cost their bytes', async () => {
  const server = await startServer(LIMITS);
  const { client } = await logIn(server, undefined, ATTACKER);
  // One binary frame of 60,000 bytes, and half of it.
  await client.sendRaw(Buffer.from([0x82, 0xfe, 0xea, 0x60, 0, 0, 0, 0]));
  await client.sendRaw(Buffer.alloc(30_000));
  await vi.waitFor(() => expect(server.hits.get('receivedBytesPerSecond')).toBe(1));
  await expectUnharmed(server);
});

test('pings and pongs cost what messages do, before the login too', async () => {
  const server = await startServer({ ...LIMITS, receivedBytesPerSecond: 1_000_000 });
  const { client } = await logIn(server, undefined, ATTACKER);
  const pings = Buffer.concat(
    Array.from({ length: 100 }, () => clientFrame(Buffer.alloc(0), { opCode: PING })),
  );
  await client.sendRaw(pings);
  await vi.waitFor(() => expect(server.hits.get('packetsPerSecond')).toBe(1));
  await expectUnharmed(server);
});

test('pings that are not read the answers of end the connection, and are counted', async () => {
  const server = await startServer({ pendingPongs: 5 });
  const { client, accepted } = await logIn(server, undefined, ATTACKER);
  client.webSocket.pause();
  const pings = Buffer.concat(
    Array.from({ length: 200 }, () => clientFrame(Buffer.alloc(0), { opCode: PING })),
  );
  await client.sendRaw(pings);
  await accepted.closed;
  expect(server.hits.get('pendingPongs')).toBe(1);
  await expectUnharmed(server);
});

test('a flood of datagrams from an address of nobody’s reaches nobody, and is answered by nothing', async () => {
  const server = await startServer(LIMITS);
  const player = await bringUp(server);
  const stranger = await TestDatagrams.open(player.fastPort, ATTACKER);
  for (let count = 0; count < 500; count++) {
    await stranger.send(count % 2 === 0 ? udpConnect(1, count) : toScript('stranger', count + 1_000));
    // So that no datagram is lost on the way.
    await nextTurn();
  }
  await vi.waitFor(() => expect(server.transport.counters.datagramsDropped.stranger).toBe(500));
  await player.datagrams.send(toScript('unharmed', 10));
  expect((await player.accepted.packets.next()).text).toBe('unharmed');
  expect(stranger.received.all).toEqual([]);
  expect(server.hits.entries()).toEqual([]);
});

test('a flood of UDP_CONNECTs from a player is answered within its budget, and harms no other', async () => {
  const server = await startServer(LIMITS);
  const attacker = await bringUp(server, 1);
  const neighbour = await bringUp(server, 2);
  const before = attacker.datagrams.received.all.length;
  for (let count = 10; count < 510; count++) {
    await attacker.datagrams.connect(1, count);
    // So that no datagram is lost on the way.
    await nextTurn();
  }
  await neighbour.datagrams.send(toScript('unharmed', 10));
  expect((await neighbour.accepted.packets.next()).text).toBe('unharmed');
  const dropped = server.hits.get('packetsPerSecond');
  expect(dropped).toBeGreaterThan(0);
  await vi.waitFor(() => {
    const answers = attacker.datagrams.received.all.length - before;
    expect(answers + dropped).toBe(500);
  });
});

test('a flood by UDP does not take the rate of others, and the flooder can be sent to', async () => {
  const server = await startServer(LIMITS);
  const attacker = await bringUp(server, 1);
  const neighbour = await bringUp(server, 2);
  for (let count = 10; count < 210; count++) await attacker.datagrams.send(toScript('flood', count));
  await neighbour.datagrams.send(toScript('unharmed', 10));
  expect((await neighbour.accepted.packets.next()).text).toBe('unharmed');
  expect(server.hits.get('packetsPerSecond')).toBeGreaterThan(0);
  attacker.accepted.connection.sendReliable(fromScript('still here'));
  expect(textOf(await attacker.client.packets.next())).toBe('still here');
});
