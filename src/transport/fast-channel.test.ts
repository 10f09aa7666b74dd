import { networkInterfaces } from 'node:os';
import { afterEach, expect, test, vi } from 'vitest';
import { decodePacket } from '../protocol/decode.ts';
import { OpCode } from '../protocol/op-codes.ts';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import {
  bindPlayer,
  bringUp,
  fromHex,
  fromScript,
  logIn,
  startServer,
  TestDatagrams,
  textOf,
  toScript,
  udpAck,
  udpConnect,
} from './test/harness.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('UDP_CONNECT is answered with the acknowledgement, byte for byte', async () => {
  const server = await startServer();
  const player = await logIn(server);
  const datagrams = await TestDatagrams.open(await player.accepted.connection.openFastChannel(1));
  await datagrams.sendBytes(fromHex('12 08 09 18 ff ff ff ff ff ff ff ff ff 01 28 01 92 02 00'));
  expect(await datagrams.received.next()).toEqual(
    fromHex('12 08 0b 18 01 28 ff ff ff ff ff ff ff ff ff 01 92 02 00'),
  );
});

test('fast messages go by WebSocket until the client acknowledges, then by UDP', async () => {
  const server = await startServer();
  const { client, accepted, datagrams } = await bindPlayer(server);
  await datagrams.received.next();
  accepted.connection.sendFast(fromScript('before'));
  expect(textOf(await client.packets.next())).toBe('before');
  expect(server.transport.counters.fastChannelsUp).toBe(0);

  await datagrams.send(udpAck(1, 1));
  await datagrams.send(toScript('hello', 2));
  expect((await accepted.packets.next()).text).toBe('hello');
  expect(server.transport.counters.fastChannelsUp).toBe(1);
  accepted.connection.sendFast(fromScript('after'));
  const packet = decodePacket(await datagrams.received.next());
  expect(textOf(packet)).toBe('after');
  expect(packet.sequenceNumber).toBe(1);
});

test('any fresh packet proves the acknowledgement arrived, a second UDP_CONNECT does not', async () => {
  const server = await startServer();
  const { client, accepted, datagrams } = await bindPlayer(server);
  await datagrams.connect(1, 1);
  await datagrams.received.next();
  await datagrams.received.next();
  accepted.connection.sendFast(fromScript('not up'));
  expect(textOf(await client.packets.next())).toBe('not up');

  await datagrams.send(toScript('data', 2));
  await accepted.packets.next();
  accepted.connection.sendFast(fromScript('up'));
  expect(textOf(decodePacket(await datagrams.received.next()))).toBe('up');
});

test('only a UDP_CONNECT binds a remote port', async () => {
  const server = await startServer();
  const { accepted } = await logIn(server);
  const fastPort = await accepted.connection.openFastChannel(1);
  const early = await TestDatagrams.open(fastPort);
  await early.send(toScript('early', 0));
  await early.send(udpAck(1, 1));
  const datagrams = await TestDatagrams.open(fastPort);
  await datagrams.connect(1);
  await datagrams.received.next();
  await datagrams.send(toScript('bound', 1));
  expect((await accepted.packets.next()).text).toBe('bound');
  expect(server.transport.counters.datagramsDropped.stranger).toBe(2);
});

test('a packet shared by several players carries each one’s own sequence number', async () => {
  const server = await startServer();
  const first = await bringUp(server, 1);
  const second = await bringUp(server, 2);
  first.accepted.connection.sendFast(fromScript('only the first'));
  const shared = fromScript('both');
  first.accepted.connection.sendFast(shared);
  second.accepted.connection.sendFast(shared);
  await first.datagrams.received.next();
  const packets = [await first.datagrams.received.next(), await second.datagrams.received.next()].map(
    datagram => decodePacket(datagram),
  );
  expect(packets.map(textOf)).toEqual(['both', 'both']);
  expect(packets.map(packet => packet.sequenceNumber)).toEqual([2, 1]);
});

test('an outgoing payload over the datagram limit goes by WebSocket', async () => {
  const server = await startServer();
  const { client, accepted, datagrams } = await bringUp(server);
  const packetOf = (payloadBytes: number) =>
    new OutgoingPacket({ opCode: 20, sender: -1, payload: Buffer.alloc(payloadBytes) });
  accepted.connection.sendFast(packetOf(1_201));
  expect((await client.packets.next()).payload).toHaveLength(1_201);
  accepted.connection.sendFast(packetOf(1_200));
  expect(decodePacket(await datagrams.received.next()).payload).toHaveLength(1_200);
});

test('lost datagrams leave a gap; repeated and overtaken ones are dropped', async () => {
  const server = await startServer();
  const { accepted, datagrams } = await bringUp(server);
  for (const sequence of [5, 5, 3, 7, 6, 8]) await datagrams.send(toScript(`${sequence}`, sequence));
  const texts = [];
  for (let count = 0; count < 3; count++) texts.push((await accepted.packets.next()).text);
  expect(texts).toEqual(['5', '7', '8']);
  expect(server.transport.counters.datagramsDropped.stale).toBe(3);
});

test('malformed and oversize datagrams are dropped and counted, and both channels live', async () => {
  const server = await startServer();
  const { client, accepted, datagrams } = await bringUp(server);
  await datagrams.sendBytes(fromHex('ff ff ff'));
  await datagrams.sendBytes(Buffer.alloc(0));
  await datagrams.send(toScript('x'.repeat(1_201), 3));
  await datagrams.send(toScript('fine', 4));
  expect((await accepted.packets.next()).text).toBe('fine');
  expect(server.transport.counters.datagramsDropped.malformed).toBe(2);
  expect(server.hits.get('fastPayloadBytes')).toBe(1);
  client.send(toScript('reliable'));
  expect((await accepted.packets.next()).text).toBe('reliable');
});

test('the handshake and a LOGIN by datagram never reach the session', async () => {
  const server = await startServer();
  const { accepted, datagrams } = await bringUp(server);
  await datagrams.connect(1, 3);
  await datagrams.send(udpAck(1, 4));
  await datagrams.send({ opCode: OpCode.LOGIN, sequenceNumber: 5 });
  await datagrams.send(toScript('data', 6));
  expect((await accepted.packets.next()).text).toBe('data');
  expect(accepted.packets.all).toHaveLength(2);
});

test('a lost acknowledgement is repeated, ever further apart, until the client is heard', async () => {
  const server = await startServer();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { accepted, datagrams } = await bindPlayer(server);
  const nextSequence = async () => decodePacket(await datagrams.received.next()).sequenceNumber;
  expect(await nextSequence()).toBe(0);
  vi.advanceTimersByTime(100);
  expect(await nextSequence()).toBe(1);
  vi.advanceTimersByTime(199);
  vi.advanceTimersByTime(1);
  expect(await nextSequence()).toBe(2);

  await datagrams.send(udpAck(1, 1));
  await datagrams.send(toScript('data', 2));
  await accepted.packets.next();
  vi.advanceTimersByTime(1_000_000);
  accepted.connection.sendFast(fromScript('next'));
  const packet = decodePacket(await datagrams.received.next());
  expect(textOf(packet)).toBe('next');
  expect(packet.sequenceNumber).toBe(3);
});

test('the acknowledgement is repeated ten times at most; another UDP_CONNECT is still answered', async () => {
  const server = await startServer();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { datagrams } = await bindPlayer(server);
  await datagrams.received.next();
  vi.advanceTimersByTime(1_000_000);
  await datagrams.connect(1, 1);
  for (let sequence = 1; sequence <= 11; sequence++) {
    expect(decodePacket(await datagrams.received.next())).toMatchObject({
      opCode: OpCode.UDP_CONNECT_SERVER_ACK,
      sequenceNumber: sequence,
    });
  }
  vi.advanceTimersByTime(1_000_000);
  await datagrams.connect(1, 2);
  expect(decodePacket(await datagrams.received.next()).sequenceNumber).toBe(12);
});

test('no acknowledgement is sent after the connection has ended', async () => {
  const server = await startServer();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { accepted, datagrams } = await bindPlayer(server);
  await datagrams.received.next();
  accepted.connection.close('kicked');
  await accepted.closed;
  vi.advanceTimersByTime(1_000_000);
  await datagrams.connect(1, 1);
  await vi.waitFor(() => expect(server.transport.counters.datagramsDropped.stranger).toBe(1));
  expect(datagrams.received.all).toHaveLength(1);
});

test('datagrams over the rate budget are dropped, and the connection lives', async () => {
  const server = await startServer({ packetsPerSecond: 20 });
  const { client, accepted, datagrams } = await bringUp(server);
  for (let sequence = 10; sequence < 110; sequence++) await datagrams.send(toScript('flood', sequence));
  await vi.waitFor(() => {
    const overBudget = server.hits.get('packetsPerSecond');
    expect(overBudget).toBeGreaterThan(0);
    // One packet was taken before the flood.
    expect(overBudget + accepted.packets.all.length - 1).toBe(100);
  });
  expect(accepted.connection.closed).toBe(false);
  accepted.connection.sendReliable(fromScript('still here'));
  expect(textOf(await client.packets.next())).toBe('still here');
});

test('datagrams from ports that belong to nobody have a rate budget of their own', async () => {
  const server = await startServer({ packetsPerSecond: 20 });
  const { accepted, datagrams, fastPort } = await bringUp(server);
  const stranger = await TestDatagrams.open(fastPort);
  for (let count = 0; count < 100; count++) await stranger.connect(9, count);
  await vi.waitFor(() => {
    const overBudget = server.hits.get('packetsPerSecond');
    const strangers = server.transport.counters.datagramsDropped.stranger;
    expect(overBudget).toBeGreaterThan(0);
    expect(overBudget + strangers).toBe(100);
  });
  await datagrams.send(toScript('unharmed', 3));
  expect((await accepted.packets.next()).text).toBe('unharmed');
});

test('datagrams are dropped while the connection is paused', async () => {
  const server = await startServer();
  const { accepted, datagrams } = await bringUp(server);
  accepted.connection.pause();
  await datagrams.send(toScript('unwanted', 3));
  await vi.waitFor(() => expect(server.transport.counters.datagramsDropped.unwanted).toBe(1));
  accepted.connection.resume();
  await datagrams.send(toScript('wanted', 4));
  expect((await accepted.packets.next()).text).toBe('wanted');
});

test('fast messages are dropped when the UDP port takes no more', async () => {
  const server = await startServer({ datagramQueueBytes: 0 });
  const { accepted } = await logIn(server);
  const datagrams = await TestDatagrams.open(await accepted.connection.openFastChannel(1));
  await datagrams.connect(1);
  await datagrams.send(toScript('up', 1));
  await accepted.packets.next();
  const dropped = server.hits.get('datagramQueueBytes');
  accepted.connection.sendFast(fromScript('lost'));
  expect(server.hits.get('datagramQueueBytes')).toBe(dropped + 1);
  expect(accepted.connection.closed).toBe(false);
});

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some(network => network?.address === '::1');

test.skipIf(!hasIpv6)('both families work on one port where the host is ::', async () => {
  const server = await startServer({}, { host: '::' });
  for (const [url, address] of [
    [`ws://127.0.0.1:${server.port}/`, '127.0.0.1'],
    [`ws://[::1]:${server.port}/`, '::1'],
  ] as const) {
    const { accepted } = await logIn(server, url);
    expect(accepted.connection.remoteAddress).toBe(address);
    const datagrams = await TestDatagrams.open(await accepted.connection.openFastChannel(1), address);
    await datagrams.send(udpConnect(1));
    await datagrams.received.next();
    await datagrams.send(toScript('hello', 1));
    expect((await accepted.packets.next()).text).toBe('hello');
    accepted.connection.sendFast(fromScript('answer'));
    expect(textOf(decodePacket(await datagrams.received.next()))).toBe('answer');
  }
  expect(server.transport.counters.udpPorts).toBe(1);
});
