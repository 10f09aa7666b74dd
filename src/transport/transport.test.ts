import { connect } from 'node:net';
import { pino } from 'pino';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { encodePacket } from '../protocol/encode.ts';
import {
  fromScript,
  LOGIN,
  logIn,
  startServer,
  TestClient,
  TestDatagrams,
  textOf,
  toScript,
  udpAck,
} from './test/harness.ts';
import { Transport } from './transport.ts';

afterEach(() => {
  vi.useRealTimers();
});

function transportOn(host: string, port: number): Transport {
  const transport = new Transport({
    host,
    port,
    udpFirstPort: 0,
    limits: resolveLimits(),
    hits: new LimitHits(),
    log: pino({ level: 'silent' }),
    onLogin: () => {},
  });
  onTestFinished(() => transport.close());
  return transport;
}

test('a port in use is named by its code', async () => {
  const server = await startServer();
  const listening = transportOn('127.0.0.1', server.port).listen();
  await expect(listening).rejects.toMatchObject({
    code: 'port_in_use',
    detail: expect.stringContaining(`${server.port}`),
  });
});

test('an address that is not this machine’s is named by its code', async () => {
  // 192.0.2.0/24 is for documentation (RFC 5737): no machine has it.
  await expect(transportOn('192.0.2.1', 0).listen()).rejects.toMatchObject({ code: 'port_refused' });
});

test('close ends every connection with a reason, tells its receiver, and frees all ports', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  const fastPort = await accepted.connection.openFastChannel(1);
  const waiting = await TestClient.open(server.port);
  accepted.connection.sendReliable(fromScript('last words'));
  await server.transport.close();
  await accepted.closed;
  expect(textOf(await client.packets.next())).toBe('last words');
  expect(await client.closed).toEqual({ code: 1001, reason: 'server_shutdown' });
  expect(await waiting.closed).toEqual({ code: 1001, reason: 'server_shutdown' });
  expect(server.transport.counters).toMatchObject({ connections: 0, unauthenticated: 0 });

  const next = await startServer({ udpPorts: 1 }, { port: server.port, udpFirstPort: fastPort });
  const { accepted: again } = await logIn(next);
  expect(await again.connection.openFastChannel(1)).toBe(fastPort);
});

test('close ends a client that does not answer, and one that has not finished its handshake', async () => {
  const server = await startServer({ closeGraceMs: 20 });
  const { client } = await logIn(server);
  client.webSocket.pause();
  const silent = connect(server.port, '127.0.0.1');
  onTestFinished(() => {
    silent.destroy();
  });
  silent.on('error', () => {});
  await new Promise<void>(resolve => silent.write('GET / HTTP/1.1\r\n', () => resolve()));
  // Accepted after the other one, so its beginning has been read.
  await TestClient.open(server.port);
  await server.transport.close();
  expect(server.transport.counters.connections).toBe(0);
});

test('close twice, or without listen, does no harm', async () => {
  const server = await startServer();
  await Promise.all([server.transport.close(), server.transport.close()]);
  await server.transport.close();
  await transportOn('127.0.0.1', 0).close();
});

test('after stopAccepting newcomers are refused and players live on', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  server.transport.stopAccepting();
  await expect(TestClient.open(server.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  client.send(toScript('still here'));
  expect((await accepted.packets.next()).text).toBe('still here');
});

test('a client that answers no ping is cut off; one that does is not', async () => {
  const server = await startServer({ pingIntervalMinMs: 10, keepAliveMinMs: 40 });
  const alive = await logIn(server);
  alive.accepted.connection.startKeepAlive(10);
  const dumb = new WebSocket(`ws://127.0.0.1:${server.port}/`, { autoPong: false });
  const login = server.logins.next();
  const closed = new Promise(resolve => {
    dumb.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise(resolve => dumb.once('open', resolve));
  dumb.send(encodePacket(LOGIN));
  const { connection } = await login;
  const ping = new Promise<Buffer>(resolve => dumb.once('ping', resolve));
  connection.startKeepAlive(10);
  expect(await ping).toHaveLength(0);
  expect(await closed).toEqual({ code: 4008, reason: 'keep_alive_timeout' });
  expect(server.hits.get('keepAliveMinMs')).toBe(1);
  expect(alive.accepted.connection.closed).toBe(false);
});

test('datagrams keep a client alive', async () => {
  const server = await startServer();
  const { client, accepted } = await logIn(server);
  const datagrams = await TestDatagrams.open(await accepted.connection.openFastChannel(1));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  accepted.connection.startKeepAlive(3_000);
  // It hears no ping, so it answers none.
  client.webSocket.pause();
  for (let sequence = 0; sequence < 10; sequence++) {
    vi.advanceTimersByTime(9_000);
    await datagrams.connect(1, sequence);
    await datagrams.received.next();
  }
  expect(accepted.connection.closed).toBe(false);
  vi.advanceTimersByTime(15_000);
  expect(accepted.connection.closed).toBe(true);
});

test('random bytes on both channels close or drop, and leave another player untouched', async () => {
  const server = await startServer();
  const witness = await logIn(server);
  const fastPort = await witness.accepted.connection.openFastChannel(1);
  const datagrams = await TestDatagrams.open(fastPort);
  await datagrams.connect(1);
  await datagrams.send(udpAck(1, 1));

  const vandal = await logIn(server);
  expect(await vandal.accepted.connection.openFastChannel(2)).toBe(fastPort);
  const bound = await TestDatagrams.open(fastPort);
  await bound.connect(2);
  const unbound = await TestDatagrams.open(fastPort);
  const nextBytes = randomBytes(20_260_101);
  for (let count = 0; count < 100; count++) {
    await bound.sendBytes(nextBytes());
    await unbound.sendBytes(nextBytes());
  }
  for (let count = 0; count < 20; count++) {
    const client = await TestClient.open(server.port);
    // A first byte with the high bit set announces more bytes than there are.
    client.webSocket.send(Buffer.concat([Buffer.of(0xff), nextBytes()]));
    expect((await client.closed).code).toBe(1007);
  }

  witness.client.send(toScript('reliable'));
  expect((await witness.accepted.packets.next()).text).toBe('reliable');
  await datagrams.send(toScript('fast', 2));
  expect((await witness.accepted.packets.next()).text).toBe('fast');
  witness.accepted.connection.sendFast(fromScript('answer'));
  await datagrams.received.next();
  expect((await datagrams.received.next()).includes('answer')).toBe(true);
});

/** Byte strings of 0 to 255 bytes that are the same in every run (a linear congruential generator). */
function randomBytes(seed: number): () => Buffer {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return () => Buffer.from(Array.from({ length: next() }, next));
}
